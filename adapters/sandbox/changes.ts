import type { Room } from './room.ts';

/** Tells pages that something has changed, by server-sent events. What changed they fetch. */
export interface Changes {
  open(): Response;
  closeAll(): void;
}

export function changesOf(room: Room): Changes {
  const encoder = new TextEncoder();
  const open = new Set<ReadableStreamDefaultController<Uint8Array>>();
  let isTelling = false;
  const told = encoder.encode('event: changed\ndata: \n\n');

  /** A burst of changes is told once. */
  room.onChange(() => {
    if (isTelling) return;
    isTelling = true;
    setImmediate(() => {
      isTelling = false;
      for (const controller of open) controller.enqueue(told);
    });
  });

  return {
    open() {
      let mine: ReadableStreamDefaultController<Uint8Array> | null = null;
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          mine = controller;
          open.add(controller);
          controller.enqueue(told);
        },
        cancel() {
          if (mine) open.delete(mine);
        },
      });
      return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
    },
    closeAll() {
      for (const controller of open) controller.close();
      open.clear();
    },
  };
}
