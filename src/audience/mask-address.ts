// An address as its own reader knows it again, and somebody who looks over their shoulder does not: `r…@example.org`.

export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const [first = ''] = address;
  return `${first}…${address.slice(at)}`;
}
