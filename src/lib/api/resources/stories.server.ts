import { storyColumns, storyEntryColumns, storySubjectColumns } from '#lib/archive/columns/stories.ts';
import type { Caller } from '../routers/index.server.ts';
import { storiesInput, storyInput } from '../routers/stories.server.ts';
import type { Part, Resource } from './resource.ts';

type Answers = { [Name in keyof Caller['stories']]: Awaited<ReturnType<Caller['stories'][Name]>> };

export const stories: Resource<Answers['list']> = {
	path: '/stories',
	name: 'listStories',
	summary: 'Stories of how something became known, of those that this archive holds.',
	input: storiesInput,
	answer: (caller, input) => caller.stories.list(input),
	json: { stories: { rows: storyColumns } },
	tables: {
		stories: {
			description: 'Stories that this archive holds.',
			columns: storyColumns,
			rows: (answer) => answer.stories
		}
	}
};

const moment = (description: string): Part => ({
	schema: { type: ['string', 'null'], format: 'date-time', description }
});

export const story: Resource<Answers['read']> = {
	path: '/stories/{slug}',
	name: 'readStory',
	summary: 'What had become known about the subjects of a story, the latest first.',
	input: storyInput,
	answer: (caller, input) => caller.stories.read(input),
	json: {
		story: { row: storyColumns },
		caption: { schema: { type: ['string', 'null'], description: 'What to look at, said from today.' } },
		subjects_in_all: {
			schema: { type: 'integer', description: 'Number of its subjects, those not known yet included.' }
		},
		subjects: { rows: storySubjectColumns },
		entries: { rows: storyEntryColumns },
		earlier_at: moment(
			'When that changed before it was as it is here; null where this was the first change.'
		),
		later_at: moment('When it changes next; null where it does not.'),
		moments: {
			schema: {
				type: 'object',
				required: ['at', 'count'],
				properties: {
					at: { type: 'array', items: { type: 'string', format: 'date-time' } },
					count: { type: 'integer' }
				},
				description:
					'All the moments at which it changes, or those nearest to the basis; and how many there are.'
			}
		}
	},
	tables: {
		entries: {
			description: 'What became known, the latest first.',
			columns: storyEntryColumns,
			rows: (answer) => answer.entries
		},
		subjects: {
			description: 'Subjects of which something is known.',
			columns: storySubjectColumns,
			rows: (answer) => answer.subjects,
			isWhole: true
		}
	}
};
