import { describe, expect, test } from 'vitest';
import { canonicalBody, canonicalField } from '../../src/deliver/dkim-canonical.ts';

describe('a field', () => {
  test.each([
    // The example of RFC 6376 §3.4.5.
    ['A: X\r\n', 'a:X\r\n'],
    ['B : Y\t\r\n\tZ  \r\n', 'b:Y Z\r\n'],
    ['Subject: a  b\t c', 'subject:a b c\r\n'],
    ['Subject:', 'subject:\r\n'],
    ['Subject: \r\n \r\n x', 'subject:x\r\n'],
    ['X: a: b', 'x:a: b\r\n'],
  ])('%j', (field, canonical) => {
    expect(canonicalField(field)).toBe(canonical);
  });
});

describe('a body', () => {
  test.each([
    // The example of RFC 6376 §3.4.5.
    [' C \r\nD \t E\r\n\r\n\r\n', ' C\r\nD E\r\n'],
    ['', ''],
    ['\r\n\r\n', ''],
    [' \t\r\n\r\n', ''],
    ['a', 'a\r\n'],
    ['\r\n\r\na\r\n', '\r\n\r\na\r\n'],
    ['a\r\n \t \r\nb', 'a\r\n\r\nb\r\n'],
  ])('%j', (body, canonical) => {
    expect(canonicalBody(body)).toBe(canonical);
  });
});
