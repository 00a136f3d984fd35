import { type REST, Routes } from 'discord.js';
import type { MessageRef } from '../../src/chat/adapter.ts';
import { PlatformError } from '../../src/errors.ts';
import { isThreadArchived, isThreadThere, isUnknownChannel, platformErrorOf } from './errors.ts';
import { clip } from './escape.ts';

const NAME = 100;
/** A week, the longest: what is archived is out of sight, and taken up again by the next answer. */
const ARCHIVED_AFTER_MINUTES = 10_080;

/** A thread has the id of the message that opened it. */
export interface Thread {
  readonly message: MessageRef;
  readonly name: string;
}

/** Opens a thread for everybody who sees the channel; one that is there already will do. */
export async function openThread(posts: REST, { message: { channel, message }, name }: Thread): Promise<void> {
  try {
    const body = { name: clip(name, NAME), auto_archive_duration: ARCHIVED_AFTER_MINUTES };
    await posts.post(Routes.threads(channel, message), { body });
  } catch (error) {
    if (!isThreadThere(error)) throw platformErrorOf(error, 'repeatable');
  }
}

/** Posts in a thread, which is opened first where it is missing. What `post` throws at last is thrown. */
export async function postInThread<T>(posts: REST, thread: Thread, post: () => Promise<T>): Promise<T> {
  try {
    return await whileAwake(posts, thread.message.message, post);
  } catch (error) {
    if (!isUnknownChannel(error)) throw error;
    await openThread(posts, thread);
    return post();
  }
}

/** Does something that an archived thread does not allow; the thread is taken out of the archive for it. */
export async function whileAwake<T>(posts: REST, channel: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isThreadArchived(error)) throw error;
    await posts.patch(Routes.channel(channel), { body: { archived: false } }).catch((refusal: unknown) => {
      const { failure } = platformErrorOf(refusal, 'repeatable');
      throw new PlatformError(failure === 'forbidden' ? 'gone' : failure, 'the thread is closed');
    });
    return work();
  }
}
