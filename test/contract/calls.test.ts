import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareVersions,
  compensationOf,
  entityOf,
  fillJson,
  fillTemplate,
  findContract,
  intentOf,
  keyOf,
  offeredContracts,
  operationOf,
  outcomeBreaches,
  statusOf,
} from '../../src/contract/index.ts';
import type { ToolContract } from '../../src/domain/contract.ts';
import type { JsonObject } from '../../src/domain/json.ts';

// Goal: what a contract says of a call (what it asks for, what it is to bring about, what takes it back) is the same wherever it is asked.
// Method: the functions themselves, with generated arguments where it is about all of them.

describe('the operation of a call', () => {
  const contract = { name: 'refund', key: 'request_id', volatile: ['sent_at'] };

  test('leaves key and volatile members out, and nothing else', () => {
    const args = { order: 7, request_id: 'k', sent_at: 'now', nested: { request_id: 'stays' } };
    expect(operationOf(contract, args)).toBe('["refund",{"nested":{"request_id":"stays"},"order":7}]');
    expect(operationOf({ name: 'refund' }, args)).toContain('sent_at');
  });

  test('is the same whatever the order of members and the values left out; another for any other argument', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.jsonValue(), (args, key, value) => {
        const plain = Object.fromEntries(Object.entries(args).filter(([name]) => name !== 'request_id' && name !== 'sent_at')) as JsonObject;
        const turned = Object.fromEntries(Object.entries(plain).toReversed());
        expect(operationOf(contract, { ...turned, request_id: key })).toBe(operationOf(contract, plain));
        const other = { ...plain, 'one more': value as JsonObject };
        if (!('one more' in plain)) expect(operationOf(contract, other)).not.toBe(operationOf(contract, plain));
      }),
    );
  });

  test('has a key where the argument is given, and is not empty', () => {
    expect(keyOf(contract, { request_id: 'k' })).toBe('k');
    expect(keyOf(contract, { request_id: 7 })).toBe('7');
    for (const args of [{ request_id: '' }, { request_id: null }, {}, 'text', null]) expect(keyOf(contract, args)).toBeUndefined();
    expect(keyOf({}, { request_id: 'k' })).toBeUndefined();
  });
});

describe('templates', () => {
  const values = { arguments: { order_id: '7', amount: 8.5, customer: { name: 'Ann' }, list: ['a', 'b'] }, result: { id: 'r1', order_id: 'other' } };

  test.each([
    ['refund:{order_id}', 'refund:7'],
    ['{order_id}/{amount}', '7/8.5'],
    ['to {customer.name} of {list.1}', 'to Ann of b'],
    ['{customer}', '{"name":"Ann"}'],
    ['cancel {result.id}', 'cancel r1'],
    ['plain', 'plain'],
    ['{missing}', undefined],
    ['{result.missing}', undefined],
    ['{constructor}', undefined],
  ])('%s', (template, filled) => {
    expect(fillTemplate(template, values)).toBe(filled);
  });

  test('arguments keep the type of what they are filled with', () => {
    expect(fillJson({ amount: '{amount}', note: 'of {amount}', deep: ['{customer}'], always: true }, values)).toEqual({
      amount: 8.5,
      note: 'of 8.5',
      deep: [{ name: 'Ann' }],
      always: true,
    });
    expect(fillJson({ a: '{missing}' }, values)).toBeUndefined();
    expect(fillJson(['{result.nothing}'], values)).toBeUndefined();
  });

  test('intent, entity and compensation are undefined where nothing is declared, or where the arguments do not tell', () => {
    const contract = { intent: 'refund:{order_id}', entity: 'order:{order_id}', compensation: { tool: 'cancel', arguments: { id: '{result.id}' } } };
    expect(intentOf(contract, { order_id: 7 })).toBe('refund:7');
    expect(entityOf(contract, { order_id: 7 })).toBe('order:7');
    expect([intentOf(contract, {}), entityOf({}, { order_id: 7 }), intentOf({}, {})]).toEqual([undefined, undefined, undefined]);
    expect(compensationOf(contract, values)).toEqual({ tool: 'cancel', arguments: { id: 'r1' } });
    expect(compensationOf(contract, { arguments: {} })).toBeUndefined();
    expect(compensationOf({}, values)).toBeUndefined();
  });
});

describe('versions', () => {
  const of = (version: string | undefined, lifecycle?: ToolContract['lifecycle'], name = 'pay'): ToolContract => ({
    name,
    input: {},
    ...(version === undefined ? {} : { version }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
  });

  test('are compared by their numbers', () => {
    const sorted = ['v10', 'v9', 'v2', '', '1.10.0', '1.9.9', 'v2-beta'].toSorted(compareVersions);
    expect(sorted).toEqual(['', '1.9.9', '1.10.0', 'v2', 'v2-beta', 'v9', 'v10']);
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
      }),
    );
  });

  test('a bare name is the newest active one, then the newest deprecated, then the newest removed', () => {
    const contracts = [
      of('v1', 'removed'),
      of('v3', 'deprecated'),
      of('v2', 'active'),
      of('v9', 'removed', 'old'),
      of(undefined, undefined, 'plain'),
    ];
    expect(findContract(contracts, 'pay')?.version).toBe('v2');
    expect(findContract(contracts, 'pay@v1')?.lifecycle).toBe('removed');
    expect(findContract(contracts.slice(0, 2), 'pay')?.version).toBe('v3');
    expect(findContract(contracts.slice(0, 1), 'pay')?.version).toBe('v1');
    expect(findContract(contracts, 'pay@v7')).toBeUndefined();
    expect(findContract(contracts, 'plain')?.name).toBe('plain');
    expect(offeredContracts(contracts).map(({ name, version }) => [name, version])).toEqual([
      ['pay', 'v2'],
      ['plain', undefined],
    ]);
  });
});

describe('what a result says of itself', () => {
  const contract: ToolContract = { name: 'pay', input: {}, output: { type: 'object', required: ['id'] }, errors: ['BUSY'] };

  test.each([
    [{ id: 1 }, 'success', 0],
    [{ status: 'success', id: 1 }, 'success', 0],
    [{ status: 'success' }, 'success', 1],
    ['done', 'success', 1],
    [{ status: 'delivered', id: 1 }, 'success', 0],
    [{ status: 'temporary_error', error_code: 'BUSY' }, 'temporary_error', 0],
    [{ status: 'permanent_error', error_code: 'NO' }, 'permanent_error', 1],
    [{ status: 'invalid_input' }, 'invalid_input', 1],
    [null, 'success', 1],
  ] as const)('%j', (result, status, breaches) => {
    expect(statusOf(result)).toBe(status);
    expect(outcomeBreaches(contract, result)).toHaveLength(breaches);
  });
});
