-- When the session's live tokens were made, as long as none of them was seen: the answer with them may have been lost, and the
-- refresh token before is good meanwhile. NULL: one was seen, or they are those of the login.
ALTER TABLE sessions ADD COLUMN unseen_since timestamptz;
