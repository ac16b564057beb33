-- One turn that was counted is too few to remember: what was put down to be counted later may come after others.
ALTER TABLE conversations_metadata RENAME COLUMN last_turn TO recent_turns;
UPDATE conversations_metadata SET recent_turns = json_array(recent_turns);
