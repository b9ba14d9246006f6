/** Letters, digits and hyphens between dots (RFC 1123 section 2.1); machines may call themselves anything. */
export function isDnsName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i.test(name);
}
