import type { ConnectionDocument } from "./document.ts";
import { SECRET_MARK } from "./mark.ts";
import { secretNames } from "./secret.ts";

type Described = Pick<ConnectionDocument, "settings" | "authorization">;

/** AWS itself changes one to a private API while it makes the way there. */
export function isPrivate({ settings, authorization: { AuthParameters: parameters } }: Described): boolean {
  return (
    settings.InvocationConnectivityParameters !== undefined ||
    parameters?.ConnectivityParameters !== undefined
  );
}

/** How somebody gives a connection its secrets again. AWS's page of the call says that without its key it goes to one of AWS's own. */
export function giveSecret(name: string, of: Described): string {
  const { settings, authorization } = of;
  const { KmsKeyIdentifier: key } = settings;
  return [
    `aws events update-connection --name ${name} --authorization-type ${authorization.AuthorizationType}`,
    "--auth-parameters file://FILE",
    ...(typeof key === "string" ? [`--kms-key-identifier ${key}`] : []),
    ...(isPrivate(of) ? [`--description TEXT (without ${SECRET_MARK})`] : []),
    `with ${secretNames(authorization).join(", ")}`,
  ].join(" ");
}
