import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { StoreLocation } from "../../modules/contract/events.ts";
import { Redactor } from "../../modules/core/redactor.ts";
import type { ClientOf } from "../../modules/protectors/protector.ts";
import { clientOf } from "../../modules/store/client-of.ts";
import { type CallLimits, LimitedHandler } from "../../modules/store/limited-handler.ts";

/** How a runner asks. It has no network of its own, so no proxy stands between it and AWS. */
interface Pace {
  readonly retryMode?: "adaptive";
  readonly maxAttempts: number;
  readonly limits: CallLimits;
}

/**
 * How clients of runners meet throttling: they slow down by themselves and give way to whoever else uses the
 * account's rates; ten attempts span less than three minutes, also of a region that says nothing.
 */
export const patient: Pace = {
  retryMode: "adaptive",
  maxAttempts: 10,
  limits: { connect: 3_000, idle: 12_000, total: 60_000 },
};

/**
 * How a runner asks a region that it can do without: one that is lost may be silent, and a point of this region must
 * not wait for it. Milliseconds.
 */
export const brief: Pace = { maxAttempts: 2, limits: { connect: 3_000, idle: 5_000, total: 8_000 } };

/** What the calls of one runner have had in them, none of its errors shows. */
const redactor = new Redactor();

/** Clients of a region with the runner's own credentials. */
export function ownClients(region: string): ClientOf {
  return clientOf(settings(region, patient), redactor);
}

/** Of a region that the runner can do without. */
export function otherClients(region: string): ClientOf {
  return clientOf(settings(region, brief), redactor);
}

function settings(region: string, { limits, ...pace }: Pace) {
  return { ...pace, region, requestHandler: new LimitedHandler(limits) };
}

/** Clients of one store, here and in the regions of its copies. */
type ClientsIn = (region: string) => ClientOf;

/**
 * Clients for each store, made when first asked and kept for the life of the runner. An edge zone's have the credentials
 * of its own role, which reads no other zone.
 */
export function storeClients(
  session: string,
): (location: Pick<StoreLocation, "role" | "region">) => ClientsIn {
  const known = new Map<string, ClientOf>();
  return ({ role, region: home }) =>
    (region) => {
      const key = `${role ?? ""} ${home} ${region}`;
      const pace = region === home ? patient : brief;
      const own = settings(region, pace);
      const found = known.get(key) ?? clientOf({ ...own, ...roleCredentials(role, home, session) }, redactor);
      known.set(key, found);
      return found;
    };
}

/** Client settings that assume `role`; none where there is no role, and the runner's own credentials hold. */
function roleCredentials(
  role: string | undefined,
  region: string,
  session: string,
): { readonly credentials?: ReturnType<typeof fromTemporaryCredentials> } {
  if (role === undefined) return {};
  return {
    credentials: fromTemporaryCredentials({
      params: { RoleArn: role, RoleSessionName: session },
      // The region's own STS: a lost region elsewhere must not stop this one.
      clientConfig: settings(region, brief),
    }),
  };
}
