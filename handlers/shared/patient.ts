/**
 * How clients of runners meet throttling: they slow down by themselves and give way to whoever else uses the
 * account's rates; ten attempts span about three minutes.
 */
export const patient = { retryMode: "adaptive", maxAttempts: 10 } as const;

/**
 * How a runner asks a region that it can do without: one that is lost may be silent, and a point of this region must
 * not wait for it. Milliseconds.
 */
export const brief = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 3_000, socketTimeout: 5_000 },
} as const;
