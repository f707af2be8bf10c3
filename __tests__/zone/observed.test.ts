import { describe, expect, test } from '@jest/globals';
import { associationOf, usersOf } from '../../src/zone/observed.ts';
import { listed, tied } from '../rotation/support/observed.ts';

describe('the association of a hostname', () => {
  const row = tied('a.example.com', 'new', { updatedAt: 2 });

  test.each([
    ['alone', listed(row)],
    ['behind that of another hostname', listed(tied('b.example.com', 'old'), row)],
    ['behind its own former one', listed(tied('a.example.com', 'old', { updatedAt: 1 }), row)],
    ['behind one that is on its way out', listed({ ...row, status: 'pending_deletion' }, row)],
    ['behind a voided one', listed({ ...row, enabled: null }, row)],
  ])('is found %s', (_, associations) => {
    expect(associationOf(associations, 'a.example.com')).toBe(row);
  });

  test.each([
    ['of another hostname', tied('b.example.com', 'new')],
    ['without a certificate', { ...row, certificateId: undefined }],
    ['that was voided', { ...row, enabled: null }],
    ['that does not say whether it is on', { ...row, enabled: undefined }],
    ['that is on its way out', { ...row, status: 'pending_deletion' as const }],
  ])('is none where there is one %s', (_, other) => {
    expect(associationOf(listed(other), 'a.example.com')).toBeUndefined();
  });

  test('counts as a use of its certificate whatever its state', () => {
    const rows = [
      tied('a.example.com', 'old', { enabled: false }),
      tied('b.example.com', 'old', { enabled: null, status: 'pending_deletion' }),
      tied('c.example.com', 'new'),
    ];
    expect(usersOf(listed(...rows), 'old')).toEqual(['a.example.com', 'b.example.com']);
  });
});
