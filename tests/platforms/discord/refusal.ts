/** An answer of Discord's that is not a success: thrown where it is decided, sent in one place. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly retryAfterMs: number | null;

  constructor(status: number, code: number, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export const refuse = {
  unknownChannel: () => new Refusal(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new Refusal(404, 10004, 'Unknown Guild'),
  unknownMember: () => new Refusal(404, 10007, 'Unknown Member'),
  unknownMessage: () => new Refusal(404, 10008, 'Unknown Message'),
  unknownUser: () => new Refusal(404, 10013, 'Unknown User'),
  unknownWebhook: () => new Refusal(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new Refusal(404, 10062, 'Unknown interaction'),
  unknownUserAgent: () => new Refusal(400, 40333, 'internal network error'),
  alreadyAcknowledged: () => new Refusal(400, 40060, 'Interaction has already been acknowledged.'),
  wrongChannelType: () => new Refusal(403, 50024, 'Cannot execute action on this channel type'),
  archivedThread: () => new Refusal(400, 50083, 'Thread is archived'),
  threadThere: () => new Refusal(400, 160004, 'A thread has already been created for this message'),
  lockedThread: () => new Refusal(400, 160005, 'Thread is locked'),
  tooManyThreads: () => new Refusal(400, 160006, 'Maximum number of active threads reached'),
  missingAccess: () => new Refusal(403, 50001, 'Missing Access'),
  notTheAuthor: () => new Refusal(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new Refusal(400, 50006, 'Cannot send an empty message'),
  closedInbox: () => new Refusal(403, 50007, 'Cannot send messages to this user'),
  missingPermissions: () => new Refusal(403, 50013, 'Missing Permissions'),
  expiredToken: () => new Refusal(401, 50027, 'Invalid Webhook Token'),
  invalidBody: () => new Refusal(400, 50035, 'Invalid Form Body'),
  noMutualGuilds: () => new Refusal(403, 50278, 'Cannot send messages to this user due to having no mutual guilds'),
  unauthorised: () => new Refusal(401, 0, '401: Unauthorized'),
  notFound: () => new Refusal(404, 0, '404: Not Found'),
} as const;
