/** The longest question and answer, in characters. `gear_questions` in the migrations says the same. */
export const maxQuestionCharacters = 500;
export const maxAnswerCharacters = 1_000;

/** A public question about gear. Times are ISO 8601. */
export interface Question {
  id: string;
  gearId: string;
  asker: { id: string; name: string };
  question: string;
  askedAt: string;
  answer: string | null;
  answeredAt: string | null;
}

/** What the database's `private.to_question` gives. */
export interface QuestionRow {
  id: string;
  gear_id: string;
  asker_id: string;
  asker_name: string;
  question: string;
  asked_at: string;
  answer: string | null;
  answered_at: string | null;
}

export function toQuestion(row: QuestionRow): Question {
  return {
    id: row.id,
    gearId: row.gear_id,
    asker: { id: row.asker_id, name: row.asker_name },
    question: row.question,
    askedAt: row.asked_at,
    answer: row.answer,
    answeredAt: row.answered_at,
  };
}
