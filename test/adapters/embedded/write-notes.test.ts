import { beforeEach, describe, expect, test } from 'vitest';
import { WriteNotes } from '../../../lib/adapters/embedded/write-notes.ts';

let notes: WriteNotes;
beforeEach(() => {
  notes = new WriteNotes('bk-state');
});

const put = (jobId: string, table = 'bk-state') =>
  notes.note({ TableName: table, Item: { job_id: { S: jobId }, at_id: { S: '1' } } });
const update = (jobId: string) => notes.note({ TableName: 'bk-state', Key: { job_id: { S: jobId } } });

describe('which rows were written', () => {
  test('cannot be said without a point, nor of one of another process', () => {
    put('orders');
    expect(notes.since(null).jobIds).toBeNull();
    expect(notes.since(new WriteNotes('bk-state').since(null).point).jobIds).toBeNull();
    expect(notes.since('nonsense').jobIds).toBeNull();
  });

  test('are those since the point, put or updated, each once', () => {
    put('before');
    const { point } = notes.since(null);
    expect(notes.since(point)).toEqual({ point, jobIds: [] });
    put('orders');
    update('crm');
    update('orders');
    const later = notes.since(point);
    expect(later.jobIds?.toSorted()).toEqual(['crm', 'orders']);
    expect(notes.since(later.point)).toEqual({ point: later.point, jobIds: [] });
    expect(notes.since(point).jobIds).toHaveLength(2);
  });

  test('leave out what other tables hold, and what names no item', () => {
    const { point } = notes.since(null);
    put('orders', 'bk-audit');
    notes.note({ TableName: 'bk-state' });
    expect(notes.since(point).jobIds).toEqual([]);
  });
});
