/** Block Kit's limits, in characters unless they count things. */
export const BLOCKS_IN_MESSAGE = 50;
export const BLOCKS_IN_VIEW = 100;
/** Slack documents no sum over all blocks, yet refuses about 13,200 characters. */
export const TEXT_IN_ALL_BLOCKS = 13_200;
export const SECTION_TEXT = 3_000;
export const HEADER_TEXT = 150;
export const CONTEXT_TEXT = 2_000;
export const FIELDS = 10;
export const BUTTONS_IN_ROW = 25;
export const BUTTONS = 25;
export const BUTTON_TEXT = 75;
export const URL_TEXT = 3_000;
export const OPTIONS = 100;
export const OPTION_TEXT = 75;
export const PLACEHOLDER_TEXT = 150;
export const ALT_TEXT = 2_000;
export const VIEW_TITLE = 24;
export const LABEL_TEXT = 2_000;
export const INPUT_TEXT = 3_000;
/** Radio buttons and checkboxes. */
export const VISIBLE_OPTIONS = 10;
/** Of the name above a message. */
export const SPEAKER_NAME = 80;
/** Of the `text` beside the blocks of a message. */
export const NOTIFICATION_TEXT = 3_000;
/** Slack names none for the sentence beside a field. */
export const FAULT_TEXT = 300;
