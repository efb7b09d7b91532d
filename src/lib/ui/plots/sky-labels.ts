import { project, skyHeight, skyWidth } from '#lib/ui/plots/mollweide.ts';
import type { SkyView } from '#lib/ui/plots/sky-view.ts';

/** Something whose name is to stand beside it. */
export interface ToLabel {
	readonly raDeg: number;
	readonly decDeg: number;
	readonly label: string;
	/** Address of its page without the leading slash. */
	readonly subject?: string | null;
	/** Drawn as a cross; else it is a region, and the name alone is written. */
	readonly isMark: boolean;
}

export interface PlacedLabel extends ToLabel {
	readonly x: number;
	readonly y: number;
	/** The name stands to the left of it, where there is no room to its right. */
	readonly toLeft: boolean;
	/** False where it would cover another's name; what it names is still told when pointed at. */
	readonly isWritten: boolean;
}

/** Of a letter, in units of the drawing when the whole sky is shown. */
const letter = 9;
const line = 16;

/** Where names go: each beside what it names, within the frame, and not upon an earlier one. */
export function placeLabels(items: readonly ToLabel[], view: SkyView): PlacedLabel[] {
	const unit = 1 / view.zoom;
	const right = view.x + skyWidth * unit;
	const taken: { left: number; right: number; y: number }[] = [];
	return items
		.map((item) => {
			const [x, y] = project(view.centerRaDeg, item.raDeg, item.decDeg);
			return { ...item, x, y };
		})
		.filter(({ x, y }) => x >= view.x && x <= right && y >= view.y && y <= view.y + skyHeight * unit)
		.map((item) => {
			const width = (item.label.length * letter + 12) * unit;
			const toLeft = item.x + width > right;
			const box = {
				left: toLeft ? item.x - width : item.x,
				right: toLeft ? item.x : item.x + width,
				y: item.y
			};
			const isFree = taken.every(
				(one) => Math.abs(one.y - box.y) > line * unit || one.right < box.left || one.left > box.right
			);
			if (isFree) taken.push(box);
			return { ...item, toLeft, isWritten: isFree };
		});
}
