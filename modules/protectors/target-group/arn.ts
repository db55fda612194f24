import { parseArn } from "../../core/arn.ts";

/** `targetgroup/orders/73e2d6bc24d8a067`: AWS draws the last part anew each time that a group is made. */
const GROUP = /^targetgroup\/([A-Za-z0-9-]+)\/[^/]+$/;

/** `undefined`: it names something else of Elastic Load Balancing. */
export function groupNamed(resource: string): string | undefined {
  return GROUP.exec(resource)?.[1];
}

/** The load balancer of a listener, whose ARN holds its name and its own. */
export function balancerOf(listener: string): { readonly arn: string; readonly name: string } {
  const { resource } = parseArn(listener);
  const path = resource.split("/").slice(1, -1);
  const before = listener.slice(0, listener.length - resource.length);
  return { arn: `${before}loadbalancer/${path.join("/")}`, name: path[1] ?? "" };
}
