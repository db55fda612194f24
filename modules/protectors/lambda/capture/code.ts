import type { Content, Spooled } from "../../../recovery/store.ts";
import type { CaptureOptions } from "../../capture-options.ts";
import { CallError } from "../../kit/calls.ts";
import type { FunctionCapturePorts } from "../ports.ts";

/** A package as Lambda describes it. */
export interface Package {
  /** Whose it is, for errors: `orders:3`, or the ARN of a layer. */
  readonly resource: string;
  /** The call that gave the address. */
  readonly call: string;
  /** 64 hex digits; "" where Lambda gave none. */
  readonly sha256: string;
  readonly size: number | undefined;
  /** Presigned, good for 10 minutes: used here, kept nowhere. */
  readonly address: string | undefined;
  /** Why Lambda gives no address, where it says so: a refused key, a bucket that is gone. */
  readonly withheld?: string | undefined;
  /** Where verified bytes go from the disk; absent: they stay on it until the point is written. */
  readonly keep?: CaptureOptions["keep"] | undefined;
}

const ATTEMPTS = 3;

/**
 * The bytes of a package, verified against Lambda's own hash and size before anything else sees them.
 * @throws CallError when they do not come, or are others.
 */
export async function readPackage(ports: FunctionCapturePorts, described: Package): Promise<Content> {
  const { resource, call, sha256, size, address, withheld, keep } = described;
  const fail = (why: string): CallError => new CallError(call, resource, new Error(why));
  if (sha256 === "" || size === undefined) throw fail("answered without CodeSha256 or CodeSize");
  if (sha256.length !== 64) throw fail("CodeSha256 is not a SHA-256");

  const kept = await ports.known({ sha256, size });
  if (kept !== undefined) return kept;
  if (address === undefined)
    throw fail(`answered without the address of the package${withheld === undefined ? "" : `: ${withheld}`}`);
  const spooled = await readVerified(ports, { resource, call, sha256, size, address });
  return keep === undefined ? spooled : keep(spooled);
}

interface Announced {
  readonly resource: string;
  readonly call: string;
  readonly sha256: string;
  readonly size: number;
  readonly address: string;
}

async function readVerified(
  ports: FunctionCapturePorts,
  { resource, call, sha256, size, address }: Announced,
): Promise<Spooled> {
  for (let attempt = 1; ; attempt++) {
    try {
      const spooled = await ports.spool.write(ports.download(address), size);
      if (spooled.sha256 === sha256 && spooled.size === size) return spooled;
      await spooled.discard();
      throw new Error(
        `the package came as ${spooled.size} bytes with SHA-256 ${spooled.sha256}, Lambda says ${size} and ${sha256}`,
      );
    } catch (error) {
      if (attempt >= ATTEMPTS) throw new CallError(`download after ${call}`, resource, error);
      await ports.sleep(500 * attempt);
    }
  }
}
