/** The names of the two stores in the data folder. */
export const recordFile = 'bombus.db';
export const forgettingFile = 'forgetting.db';
