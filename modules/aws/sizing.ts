import type { Runner } from "./names.ts";

/** Sizes in MB, timeout in seconds: 900 is the most Lambda allows, and a large account's inventory takes minutes. */
interface Sizing {
  readonly memory: number;
  readonly timeout: number;
  readonly disk: number;
}

/**
 * Capture streams and stays under 256 MB of memory; twice that buys it a share of CPU to hash and encrypt at
 * the pace of the network. Its disk holds one function's versions and layers while they are verified.
 */
export const SIZING: Readonly<Record<Runner, Sizing>> = {
  discover: { memory: 256, timeout: 900, disk: 512 },
  capture: { memory: 512, timeout: 900, disk: 4096 },
  summarise: { memory: 256, timeout: 300, disk: 512 },
};

/** Days. */
export const LOG_RETENTION = 90;
