import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice } from '../../src/chat/build.ts';
import {
  date,
  type Field,
  isBlank,
  oneOf,
  openForm,
  optional,
  pick,
  scale,
  someOf,
  text,
  timeOfDay,
} from '../../src/chat/form.ts';
import { readForm } from '../../src/chat/form-reading.ts';

const read = (field: Field<unknown>, ...raw: readonly string[]) => {
  const { values, faults } = readForm({ field }, { field: raw });
  return faults[0]?.fault ?? values.field;
};

const years = [choice('1', 'First'), choice('4', 'Fourth')];

describe('a form that was sent', () => {
  it('gives typed values, and null for what was left empty', () => {
    const fields = {
      name: text({ label: 'Name', max: 10 }),
      year: oneOf({ label: 'Year', choices: years }),
      topics: optional(someOf({ label: 'Topics', choices: years, max: 2 })),
    };
    expect(readForm(fields, { name: ['  Ada '], year: ['4'], topics: [] })).toEqual({
      values: { name: 'Ada', year: '4', topics: null },
      faults: [],
    });
  });

  it('names every fault at once, each with its field', () => {
    const fields = { name: text({ label: 'Name', max: 3 }), year: oneOf({ label: 'Year', choices: years }) };
    expect(readForm(fields, { name: ['Adah'], year: [] }).faults).toEqual([
      { ok: false, fault: 'too-long', parameters: { max: 3, length: 4 }, field: 'name', label: 'Name' },
      { ok: false, fault: 'required', parameters: {}, field: 'year', label: 'Year' },
    ]);
  });

  it('ignores fields that it does not have, and what objects inherit', () => {
    const fields = { constructor: optional(text({ label: 'Name', max: 3 })) };
    expect(readForm(fields, { other: ['x'] })).toEqual({ values: { constructor: null }, faults: [] });
  });

  it.each(['', ' ', '\n\t ', '\u200B\u200C\u200D\uFEFF', '\u2060\u00AD', '\u3164', '\u115F\u1160', '\u202E\u00A0'])(
    'takes %j for empty, since nothing is to be seen',
    (nothing) => {
      expect(isBlank(nothing)).toBe(true);
      expect(read(text({ label: 'Name', max: 10 }), nothing)).toBe('required');
      expect(read(optional(text({ label: 'Name', max: 10 })), nothing)).toBeNull();
    },
  );

  it('keeps what is visible beside invisible signs', () => {
    expect(read(text({ label: 'Name', max: 10 }), '\u200Bhi')).toBe('\u200Bhi');
    expect(isBlank('🐝')).toBe(false);
  });

  it('never breaks, whatever is sent', () => {
    const fields: readonly Field<unknown>[] = [
      text({ label: 'a', max: 5 }),
      oneOf({ label: 'a', choices: years }),
      someOf({ label: 'a', choices: years, max: 2 }),
      scale({ label: 'a', from: 0, to: 10, fromLabel: '', toLabel: '' }),
      date({ label: 'a' }),
      timeOfDay({ label: 'a' }),
      pick({ label: 'a', of: 'person', max: 2 }),
    ];
    const raw = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1', '10', '99:99', '2027-02-30', '')), {
      maxLength: 4,
    });
    fc.assert(fc.property(fc.constantFrom(...fields), raw, (field, given) => readForm({ field }, { field: given }) !== null));
  });
});

describe('a date', () => {
  const field = date({ label: 'Until' });

  it.each([
    ['2027-03-28', '2027-03-28'],
    [' 2027-03-28 ', '2027-03-28'],
    ['28/3/2027', '2027-03-28'],
    ['28.03.2027', '2027-03-28'],
    ['29/2/2028', '2028-02-29'],
  ])('reads %j day first', (raw, value) => {
    expect(read(field, raw)).toBe(value);
  });

  it.each(['2027-02-29', '3/28/2027', '2027-13-01', '0/1/2027', '28/3/27', 'tomorrow', '2027-3-28', '2027-03-28T18:00'])(
    'is not %j',
    (raw) => {
      expect(read(field, raw)).toBe('not-a-date');
    },
  );

  it('reads every day there is', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), (day) => {
        const iso = day.toISOString().slice(0, 10);
        const [year, month, of] = iso.split('-').map(Number);
        expect(read(field, iso)).toBe(iso);
        expect(read(field, `${of}/${month}/${year}`)).toBe(iso);
      }),
    );
  });
});

describe('a time of day', () => {
  const field = timeOfDay({ label: 'At' });

  it.each([
    ['18:00', 1080],
    ['18.00', 1080],
    ['1800', 1080],
    ['6pm', 1080],
    ['6:30 PM', 1110],
    ['12am', 0],
    ['12pm', 720],
    ['00:00', 0],
    ['7:05', 425],
    ['905', 545],
  ])('reads %j', (raw, minute) => {
    expect(read(field, raw)).toBe(minute);
  });

  it.each(['18', '24:00', '18:60', '13pm', '0am', 'six', '18:0', '-1:00', '١٨:٠٠'])('is not %j', (raw) => {
    expect(read(field, raw)).toBe('not-a-time');
  });

  it('reads every minute of the day in both spellings', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), (minute) => {
        const [hour, rest] = [Math.floor(minute / 60), String(minute % 60).padStart(2, '0')];
        expect(read(field, `${hour}:${rest}`)).toBe(minute);
        expect(read(field, `${hour % 12 || 12}:${rest} ${hour < 12 ? 'am' : 'pm'}`)).toBe(minute);
      }),
    );
  });
});

describe('choices, scales and pickers', () => {
  it('take only what was offered', () => {
    expect(read(oneOf({ label: 'Year', choices: years }), '2')).toBe('not-a-choice');
    expect(read(someOf({ label: 'Years', choices: years, max: 2 }), '1', '4', '1')).toBe('too-many');
    expect(read(someOf({ label: 'Years', choices: years, max: 3 }), '1', '4', '1')).toEqual(['1', '4']);
    expect(read(someOf({ label: 'Years', choices: years, max: 2 }), '1', 'toString')).toBe('not-a-choice');
    expect(read(pick({ label: 'Who', of: 'person', max: 1 }), 'U1', 'U2')).toBe('too-many');
  });

  it.each(['11', '-1', '5.5', '1e1', ' 5', '0x5', 'NaN', 'five', '00005000'])('have no place for %j on a scale to ten', (raw) => {
    expect(read(scale({ label: 'Happy', from: 0, to: 10, fromLabel: '', toLabel: '' }), raw)).toBe('not-on-scale');
  });

  it('take both ends of a scale', () => {
    const field = scale({ label: 'Happy', from: 0, to: 10, fromLabel: '', toLabel: '' });
    expect([read(field, '0'), read(field, '10')]).toEqual([0, 10]);
  });
});

describe('a form that opens', () => {
  const callback = { capability: 'home', action: 'name', id: '' };
  const definition = {
    title: 'About you',
    submit: 'Save',
    fields: {
      name: text({ label: 'Name', max: 5, hint: 'Short.' }),
      happy: scale({ label: 'Happy', from: 0, to: 10, fromLabel: 'no', toLabel: 'yes' }),
      year: optional(oneOf({ label: 'Year', choices: years })),
      at: timeOfDay({ label: 'At' }),
    },
  };

  it('shows what stands in it, as it was typed', () => {
    const { fields } = openForm(definition, callback, { name: ['Adah B'], happy: ['7'], year: ['4'], at: ['six'] });
    expect(fields.map((field) => [field.name, field.required, field.value])).toEqual([
      ['name', true, 'Adah B'.slice(0, 5)],
      ['happy', true, 7],
      ['year', false, ['4']],
      ['at', true, 'six'],
    ]);
  });

  it('cuts what is too long, and never in the middle of a sign', () => {
    const [name] = openForm(definition, callback, { name: ['bees🐝🐝'] }).fields;
    expect(name?.value).toBe('bees');
  });

  it('is empty where nothing was typed', () => {
    const { fields } = openForm(definition, callback);
    expect(fields.map(({ value }) => value)).toEqual(['', null, [], '']);
  });
});
