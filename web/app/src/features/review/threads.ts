import type { Comment } from "./api/list_comments.ts";

export interface Thread {
  id: number;
  field: string | undefined;
  comments: Comment[];
}

/** Comments with what answers them, the oldest first. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  const threads = new Map<number, Thread>();
  for (const comment of [...comments].sort((one, other) => one.id - other.id)) {
    const thread = threads.get(comment.threadId) ?? { id: comment.threadId, field: comment.field ?? undefined, comments: [] };
    thread.comments.push(comment);
    threads.set(comment.threadId, thread);
  }
  return [...threads.values()];
}

const editable = 5 * 60_000; // milliseconds, by the server's clock

export const canEdit = (comment: Comment, person: number, now: number): boolean =>
  comment.writtenBy === person && now - Date.parse(comment.createdAt) < editable;
