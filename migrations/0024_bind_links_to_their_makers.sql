-- A link is good only as long as whoever made it may make it. Nobody knows who made those of before: they end.
UPDATE one_time_links SET ended_at = now() WHERE ended_at IS NULL;
ALTER TABLE one_time_links
    ADD COLUMN made_by bigint REFERENCES users (id) ON DELETE CASCADE,
    ADD CONSTRAINT one_time_links_made_by_check CHECK (made_by IS NOT NULL OR ended_at IS NOT NULL);

-- Who made the link that the password was set with, and so may know it; NULL: nobody but the person had a hand in it.
ALTER TABLE users ADD COLUMN password_link_by bigint REFERENCES users (id);

-- The person has proved themselves from there, by setting a new password: strangers' failures elsewhere do not count.
ALTER TABLE login_attempts ADD COLUMN proven boolean NOT NULL DEFAULT false;
