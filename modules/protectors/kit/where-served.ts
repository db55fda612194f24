import { namesOf } from "../../core/failure.ts";
import { uncleaned } from "../../core/redactor.ts";
import { causeOf } from "./calls.ts";

interface Served {
  /** As people call it: `AWS IoT Core`. */
  readonly service: string;
  /** What of it is listed: `topic rules`. */
  readonly of: string;
  readonly region: string;
  readonly warn: (message: string) => void;
}

/**
 * What a list gives; nothing in a region to which AWS has not brought the service, and what is not there must not end the run
 * of everything else. There its host is known to no name server, which is told, since that may have another cause; or, as SES
 * does where it receives no mail, it says itself that it does not do so. Only before the first answer: a service that has
 * answered is there. https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
 */
export async function* whereServed<T>(
  list: AsyncIterable<T>,
  { service, of, region, warn }: Served,
): AsyncIterable<T> {
  let answered = false;
  try {
    for await (const one of list) {
      answered = true;
      yield one;
    }
  } catch (error) {
    if (answered || !(isUnknownHost(error) || isUnavailable(error))) throw error;
    if (isUnknownHost(error)) warn(`${service} has no host in ${region}, so no ${of} are looked for there`);
  }
}

function isUnknownHost(error: unknown): boolean {
  const cause = causeOf(error);
  return cause instanceof Error && namesOf(cause).includes("ENOTFOUND");
}

/** `InvalidAction: Unavailable Operation` https://docs.aws.amazon.com/ses/latest/dg/regions.html#region-receive-email */
function isUnavailable(error: unknown): boolean {
  const cause = causeOf(error);
  return (
    cause instanceof Error &&
    namesOf(cause).includes("InvalidAction") &&
    /^Unavailable Operation/i.test(uncleaned(cause))
  );
}
