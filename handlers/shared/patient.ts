/**
 * How clients of runners meet throttling: they slow down by themselves and give way to whoever else uses the
 * account's rates; ten attempts span about three minutes.
 */
export const patient = { retryMode: "adaptive", maxAttempts: 10 } as const;
