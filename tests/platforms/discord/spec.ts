import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { spec } from '../../support/specs.ts';
import type { World } from './world.ts';

const OPTIONS = { strict: false, validateFormats: false, allErrors: false, logger: false } as const;

/** Discord's published shapes, held against what goes over the wire. Limits that they lack stand in `limits.ts`. */
export interface SpecCheck {
  /** A request body of the bot; `template` as the specification writes the path. */
  request(method: string, template: string, body: unknown): void;
  /** A gateway event of ours, given back unchanged: this Discord must not say what the real one never would. */
  gateway<T>(name: 'Interaction' | 'GuildCreate' | 'Ready', event: string, data: T): T;
  gatewaySent(name: 'Identify', data: unknown): void;
  /** Compiles the schemas of these routes and of the gateway now: later it would cost seconds of somebody's three. */
  prepare(routes: readonly { readonly method: string; readonly template: string }[]): void;
  /** What could not be checked because the specification is not here. */
  readonly skipped: readonly string[];
}

const compiled = new Map<string, ValidateFunction | null>();
let rest: Ajv2020 | null | undefined;

export function openSpecCheck(world: World): SpecCheck {
  const skipped = new Set<string>();

  function hold(what: string, validate: ValidateFunction | null, data: unknown): void {
    if (validate === null) skipped.add(what);
    else if (!validate(data)) {
      const { instancePath = '', message = '' } = validate.errors?.at(-1) ?? {};
      world.violations.push(`schema: ${what} ${instancePath} ${message}`);
    }
  }

  return {
    request(method, template, body) {
      hold(`${method} ${template}`, requestSchema(method, template), body);
    },
    gateway(name, event, data) {
      const packet = name === 'Interaction' ? data : { op: 0, s: 1, t: event, d: data };
      hold(name, gatewaySchema(name), JSON.parse(JSON.stringify(packet)));
      return data;
    },
    gatewaySent(name, data) {
      hold(name, gatewaySchema(name), name === 'Identify' ? { op: 2, d: data } : data);
    },
    prepare(routes) {
      for (const name of ['Interaction', 'GuildCreate', 'Ready', 'Identify']) gatewaySchema(name);
      for (const { method, template } of routes) if (method !== 'GET' && method !== 'DELETE') requestSchema(method, template);
    },
    get skipped() {
      return [...skipped];
    },
  };
}

function requestSchema(method: string, template: string): ValidateFunction | null {
  return remembered(`${method} ${template}`, () => {
    const ajv = restSpec();
    if (ajv === null) return null;
    const path = template.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
    const operation = `paths/${path}/${method.toLowerCase()}`;
    const takesBody = ajv.getSchema(`discord#/${operation}/requestBody/content/application~1json/schema`);
    return takesBody ?? null;
  });
}

function restSpec(): Ajv2020 | null {
  if (rest !== undefined) return rest;
  const openapi = spec('discord/openapi.json');
  rest = openapi === null ? null : new Ajv2020(OPTIONS).addSchema(openapi as object, 'discord');
  return rest;
}

function gatewaySchema(name: string): ValidateFunction | null {
  return remembered(name, () => {
    const schema = spec(`generated/discord-${name}.schema.json`);
    return schema === null ? null : new Ajv(OPTIONS).compile(schema as object);
  });
}

function remembered(key: string, make: () => ValidateFunction | null): ValidateFunction | null {
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const validate = make();
  compiled.set(key, validate);
  return validate;
}
