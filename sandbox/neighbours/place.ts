import { NodeHttpHandler } from "@smithy/node-http-handler";
import { ACCOUNT } from "../demo/regions.ts";
import { FAKE_CREDENTIALS } from "../environment.ts";

/** What all of the neighbours' things are called, one of each service. */
export const THEIRS = "somebody-elses";

/** A region of a sandbox. */
export interface EstatePlace {
  readonly region: string;
  /** A client of it, the same one each time. */
  readonly client: <Client>(Class: new (options: object) => Client) => Client;
}

/** What another team has of one service. */
export interface Neighbour {
  readonly make: (at: EstatePlace) => Promise<void>;
  /** As AWS describes it, by what it is. */
  readonly describe: (at: EstatePlace) => Promise<Readonly<Record<string, unknown>>>;
}

export function placeIn(endpoint: string, region: string): EstatePlace {
  // As our own clients: that of Kinesis would speak HTTP/2 by itself.
  const requestHandler = new NodeHttpHandler();
  const options = { endpoint, region, credentials: FAKE_CREDENTIALS, forcePathStyle: true, requestHandler };
  const made = new Map<unknown, unknown>();
  return {
    region,
    client: (Class) => {
      if (!made.has(Class)) made.set(Class, new Class(options));
      return made.get(Class) as InstanceType<typeof Class>;
    },
  };
}

/** ARN of their one thing of a service. */
export const theirs = ({ region }: EstatePlace, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
export const theirFunction = (at: EstatePlace): string => theirs(at, "lambda", `function:${THEIRS}`);
export const theirQueue = (at: EstatePlace): string => theirs(at, "sqs", THEIRS);
/** Of IAM, which knows no region. */
export const theirRole = `arn:aws:iam::${ACCOUNT}:role/${THEIRS}`;
