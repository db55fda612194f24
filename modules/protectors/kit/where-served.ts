import { namesOf } from "../../core/failure.ts";
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
 * What a list gives; nothing, and told, in a region where no name server knows the service's host: AWS has not brought it
 * there, and what is not there must not end the run of everything else. Only before the first answer: a service that has
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
    if (answered || !isUnknownHost(error)) throw error;
    warn(`${service} has no host in ${region}, so no ${of} are looked for there`);
  }
}

function isUnknownHost(error: unknown): boolean {
  const cause = causeOf(error);
  return cause instanceof Error && namesOf(cause).includes("ENOTFOUND");
}
