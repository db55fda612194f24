/** Of what is there and disabled, though the point has it enabled: somebody may have switched it off in place since. */
export function switchedOff(label: string): string {
  return `${label} is there and disabled; it was enabled when captured: arm enables it`;
}
