import type { Permission } from "../contract/permission.ts";

/**
 * What a service does with customers' keys by the rights of whoever calls it: of these keys nothing else.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function keysVia(service: string, ...actions: readonly string[]): Permission[] {
  return actions.map((action) => ({
    action: `kms:${action}`,
    resources: ["arn:{partition}:kms:{region}:{account}:key/*"],
    condition: { StringEquals: { "kms:ViaService": `${service}.{region}.{dns}` } },
  }));
}
