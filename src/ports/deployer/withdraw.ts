import type { Proxy, Upstream } from '#ports/proxy/port.ts';

/**
 * Leads nobody to these any more. The address stays, and whatever else it leads to, such as what
 * another deployer made live there.
 */
export async function withdraw(
  proxy: Proxy,
  route: string,
  upstreams: readonly Upstream[],
): Promise<void> {
  const found = (await proxy.find(route))?.upstreams ?? [];
  const left = found.filter(
    ({ host, port }) => !upstreams.some((each) => each.host === host && each.port === port),
  );
  if (left.length < found.length) await proxy.route(route, left);
}
