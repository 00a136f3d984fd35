import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKeys, tag } from '../../src/privacy/keys.ts';
import { seal, unseal } from '../../src/privacy/sealing.ts';

const secret = Buffer.alloc(32, 'bombus');
const key = deriveKeys(secret).members;

describe('the sub-keys', () => {
  it('are 32 bytes, all different, and the same for the same secret', () => {
    const keys = Object.values(deriveKeys(secret));
    expect(new Set(keys.map((each) => each.toString('hex'))).size).toBe(keys.length);
    expect(keys.map((each) => each.length)).toEqual(keys.map(() => 32));
    expect(deriveKeys(secret)).toEqual(deriveKeys(Buffer.from(secret)));
    expect(deriveKeys(Buffer.alloc(32, 'another')).database).not.toEqual(deriveKeys(secret).database);
  });

  it('do not change with a new version, since data lies under them', () => {
    expect(deriveKeys(secret).database.toString('hex')).toBe('7f7289c47b870add84a0257e78b1f633b3ec4ae5cede1a1df7caeb699736cc18');
  });
});

describe('a tag', () => {
  it('is 22 characters and hangs on its key', () => {
    expect(tag(key, 'a')).toMatch(/^[\w-]{22}$/);
    expect(tag(key, 'a')).not.toBe(tag(deriveKeys(secret).events, 'a'));
  });

  it('differs for different lists of parts, however they are cut', () => {
    const parts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', ',', '"', '","', '\\', '\ud800')), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const isSame = one.length === other.length && one.every((part, index) => part === other[index]);
        expect(tag(key, ...one) === tag(key, ...other)).toBe(isSame);
      }),
    );
  });
});

describe('what is sealed', () => {
  it('opens with its key in its place', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        (text, place) => unseal(key, seal(key, text, place), place) === text,
      ),
    );
  });

  it('never looks the same twice', () => {
    expect(seal(key, 'a', 'b')).not.toBe(seal(key, 'a', 'b'));
  });

  it('opens under no other key, in no other place, and not after a change', () => {
    const sealed = seal(key, 'words', 'here');
    const changed = Buffer.from(sealed, 'base64url');
    changed[14] = (changed[14] ?? 0) ^ 1;
    expect(unseal(Buffer.alloc(32), sealed, 'here')).toBeNull();
    expect(unseal(key, sealed, 'there')).toBeNull();
    expect(unseal(key, changed.toString('base64url'), 'here')).toBeNull();
    expect(['', 'short', sealed.slice(0, -4), `${sealed}AAAA`].map((each) => unseal(key, each, 'here'))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
