import { alertColumns } from '#lib/archive/columns/alerts.ts';
import { aroundColumns, foundObjectColumns, objectColumns } from '#lib/archive/columns/objects.ts';
import { photometryColumns } from '#lib/archive/columns/photometry.ts';
import { statementColumns } from '#lib/archive/columns/statements.ts';
import type { Caller } from '../routers/index.server.ts';
import { alertInput } from '../routers/alerts.server.ts';
import { objectInput, objectsInput } from '../routers/objects.server.ts';
import type { Resource } from './resource.ts';

type Answers = { [Name in keyof Caller['objects']]: Awaited<ReturnType<Caller['objects'][Name]>> };

export const object: Resource<Answers['read']> = {
	path: '/objects/{survey}/{id}',
	name: 'readObject',
	summary: 'An object: its alerts, light curve and statements. As a table: its photometry.',
	input: objectInput,
	answer: (caller, input) => caller.objects.read(input),
	json: {
		object: { row: objectColumns },
		alerts: { rows: alertColumns },
		photometry: { rows: photometryColumns },
		statements: { rows: statementColumns }
	},
	tables: {
		photometry: {
			description: 'Light curve by epoch: detections, upper limits and forced photometry.',
			columns: photometryColumns,
			rows: (answer) => answer.photometry
		},
		alerts: {
			description: 'Alerts of the object by epoch.',
			columns: alertColumns,
			rows: (answer) => answer.alerts
		},
		statements: {
			description: 'What anyone says about the object.',
			columns: statementColumns,
			rows: (answer) => answer.statements
		}
	}
};

export const objects: Resource<Answers['search']> = {
	path: '/objects',
	name: 'searchObjects',
	summary: 'Objects in a region, of a class, lately changed, or all; nearest first around a position.',
	input: objectsInput,
	answer: (caller, input) => caller.objects.search(input),
	json: { around: { row: aroundColumns, orNull: true }, objects: { rows: foundObjectColumns } },
	tables: {
		objects: {
			description: 'Objects as their alerts in force have them.',
			columns: foundObjectColumns,
			rows: (answer) => answer.objects
		}
	}
};

export const alert: Resource<Awaited<ReturnType<Caller['alerts']['read']>>> = {
	path: '/alerts/{survey}/{id}',
	name: 'readAlert',
	summary: 'One alert.',
	input: alertInput,
	answer: (caller, input) => caller.alerts.read(input),
	json: { alert: { row: alertColumns } },
	tables: {
		alerts: { description: 'One alert.', columns: alertColumns, rows: (answer) => [answer.alert] }
	}
};
