// An invitation says where to go. What is held on the net or on the air has no place, and says so.
import { eventsOf } from '../dates/events-of.ts';
import type { IssueRule } from '../rule.ts';

const EXAMPLE = 'Where: Custom House steps';
const WITHOUT_PLACE =
  /\b(?:online|on-line|internet|webinar|zoom|web ?cast|live ?stream(?:ed|ing)?|on (?:the )?air|on (?:the )?radio|on television|by (?:tele)?phone)\b/iu;

export const eventPlace: IssueRule = {
  id: 'event-place',
  severity: 'warning',
  stage: 'issue',
  description: 'An event says where it is, unless it is held on the net or on the air.',
  check: (issue) =>
    eventsOf(issue)
      .filter(
        ({ where, position }) =>
          where === undefined &&
          !WITHOUT_PLACE.test(issue.text.slice(position.start.offset, position.end.offset)),
      )
      .map(({ headline, headlinePosition }) => ({
        reason: `Unexpected event without a place, expected a line such as "${EXAMPLE}"`,
        place: headlinePosition,
        actual: headline,
        expected: [EXAMPLE],
        note: `Write the place on a line of its own under the day: ${EXAMPLE}. If there is none, write where to tune in: Where: online`,
      })),
};
