import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Act } from '../chat/invocation.ts';

/** Figures for whoever runs Bombus. No label ever names a person, a space or a cohort. */
export interface Metrics {
  handled(platform: string, act: Act['kind'], ms: number): void;
  /** Prometheus text. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsSources {
  deliveries(): Promise<Readonly<Record<string, number>>>;
  /** Milliseconds that the oldest due delivery has been waiting. */
  lateness(): Promise<number>;
  isReady(platform: string): boolean;
  platforms(): readonly string[];
}

export function openMetrics(sources: MetricsSources): Metrics {
  const registers = [new Registry()];
  const registry = registers[0] ?? new Registry();
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: 'bombus_events_total',
    help: 'Events handled.',
    labelNames: ['platform', 'act'],
    registers,
  });
  const time = new Histogram({
    name: 'bombus_event_seconds',
    help: 'From an event to its first reply.',
    labelNames: ['platform'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  new Gauge({
    name: 'bombus_deliveries',
    help: 'Deliveries by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      for (const [state, count] of Object.entries(await sources.deliveries())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'bombus_oldest_due_delivery_seconds',
    help: 'How long the oldest due delivery has been waiting.',
    registers,
    async collect() {
      this.set((await sources.lateness()) / 1000);
    },
  });
  new Gauge({
    name: 'bombus_platform_ready',
    help: '1 while the platform is connected.',
    labelNames: ['platform'],
    registers,
    collect() {
      for (const platform of sources.platforms()) this.set({ platform }, sources.isReady(platform) ? 1 : 0);
    },
  });
  return {
    handled(platform, act, ms) {
      events.inc({ platform, act });
      time.observe({ platform }, ms / 1000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
