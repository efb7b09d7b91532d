import { existsSync, readFileSync } from 'node:fs';

/** Whether a process of this Linux machine runs; a zombie that nobody has reaped yet does not. */
export function isAlive(pid: number): boolean {
	return existsSync(`/proc/${pid}`) && !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
