-- With a rank every password of before is forgotten, whoever set it.
ALTER TABLE users DROP COLUMN password_link_by;
