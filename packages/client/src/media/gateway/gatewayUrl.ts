/**
 * Address of the gateway's WebSocket.
 * @param url absolute, or a path on the server
 * @param baseUrl origin of the server
 */
export function gatewayUrl(url: string, baseUrl: string): string {
  const absolute = new URL(url, baseUrl);
  // `http:` and `https:` become `ws:` and `wss:`; which of the two is not to be weakened.
  absolute.protocol = absolute.protocol.replace(/^http/, 'ws');
  return absolute.href;
}
