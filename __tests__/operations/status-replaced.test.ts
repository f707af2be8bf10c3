import { describe, expect, test } from '@jest/globals';
import { readLeaf } from '../../src/certificate/leaf.ts';
import type { ExpectedTarget } from '../../src/inputs/job.ts';
import { compare } from '../../src/operations/status/compare.ts';
import type { FullInventory } from '../../src/zone/inventory.ts';
import { leafOf } from '../main/support/material.ts';
import { held, listed, THEN, tied } from '../rotation/support/observed.ts';
import { ending, estate, given, inShort, target } from './support/look.ts';

const wanted = leafOf('wanted');
const WANTED = readLeaf(wanted.pem);
const ROTATE = 'Run the rotation.';
const said = (asked: ExpectedTarget, look: FullInventory): readonly string[] =>
  compare(asked, look, THEN).findings.map(inShort);
const hostSays = (reason: string, words: string): string =>
  `due ${reason} of example.com (hostname), asked for: ${words}`;

describe('with `replace`', () => {
  const asked = target('hostname', { ...given(wanted), replace: 'old' });
  const old = ending(10, 'old');
  const own = held('own', { leaf: WANTED });
  const users = listed(
    tied('b.example.com', 'old'),
    tied('a.example.com', 'old', { enabled: false }),
    tied('c.example.com', 'own'),
  );

  test('hostnames still on the certificate are to be moved, switched on or not', () => {
    expect(said(asked, estate({ hostnameLevel: [own, old], associations: users }))).toEqual([
      hostSays(
        'NOT_IN_FORCE',
        `Still on the certificate old, which is to be replaced: a.example.com, b.example.com. ${ROTATE}`,
      ),
    ]);
  });

  test('so they are where nobody can read it', () => {
    const look = estate({ hostnameLevel: [held('old'), own], associations: users });
    expect(compare(asked, look, THEN).findings[0]?.reason).toBe('NOT_IN_FORCE');
  });

  test('old and new certificate are judged by the calendar where a hostname shows them', () => {
    const foreign = ending(10, 'foreign');
    const associations = listed(...users.rows, tied('d.example.com', 'foreign'));
    const look = estate({ hostnameLevel: [old, own, foreign], associations });
    expect([...compare(asked, look, THEN).judged.keys()]).toEqual(['old', 'own']);
    const nobody = estate({ hostnameLevel: [old, own] });
    expect(compare(asked, nobody, THEN).judged.size).toBe(0);
  });

  test('nothing is to be done where the certificate given is the one to be replaced', () => {
    const look = estate({
      hostnameLevel: [held('old', { leaf: WANTED })],
      associations: listed(tied('a.example.com', 'old')),
    });
    expect(said(asked, look)).toEqual([]);
  });

  describe('that no hostname uses', () => {
    const rest = listed(tied('c.example.com', 'own'));

    test('nothing is to be done where one uses the certificate given', () => {
      expect(said(asked, estate({ hostnameLevel: [old, own], associations: rest }))).toEqual([]);
    });

    test('it is a mistake where none does', () => {
      const mistake = [
        hostSays(
          'NO_HOSTNAME',
          'No hostname uses the certificate old named by `replace`, and none uses the certificate that should be in force. Correct `replace`, or name the hostnames in `hostnames`.',
        ),
      ];
      expect(said(asked, estate({ hostnameLevel: [old] }))).toEqual(mistake);
      expect(said(asked, estate({ hostnameLevel: [old, own] }))).toEqual(mistake);
    });

    test('nobody can tell where nothing is given', () => {
      const look = estate({ hostnameLevel: [old, own], associations: rest });
      expect(said({ ...asked, pasted: undefined }, look)).toEqual([
        'warning REPLACED_UNUSED of example.com (hostname), asked for: No hostname uses the certificate old named by `replace`; whether another one has replaced it could not be compared. Give the certificate to have it compared.',
      ]);
    });

    test('nobody can tell where there is no list of hostnames', () => {
      const associations = { complete: false, rows: [] };
      expect(said(asked, estate({ hostnameLevel: [old], associations }))).toEqual([]);
    });
  });
});
