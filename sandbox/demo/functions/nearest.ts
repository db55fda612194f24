/** Serves players near one edge zone: how far its answer has to travel. */
export const handler = async (event: {
  readonly player?: string;
}): Promise<{ player: string; zone: string }> => ({
  player: event.player ?? "unknown",
  zone: process.env.ZONE ?? "none",
});
