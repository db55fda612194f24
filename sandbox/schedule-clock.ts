/**
 * Moves the clock of schedules on by so many seconds: what becomes due meanwhile fires, where the ARN of the schedule
 * or rule begins with `only`; what is due of others is passed over.
 * @throws where there is none to be moved
 */
export async function moveSchedules(endpoint: string, seconds: number, only = ""): Promise<void> {
  const answer = await fetch(`${endpoint}/moto-api/clock`, {
    method: "POST",
    body: JSON.stringify({ seconds, only }),
  });
  if (!answer.ok) throw new Error(`the clock does not move: ${answer.status} ${await answer.text()}`);
}
