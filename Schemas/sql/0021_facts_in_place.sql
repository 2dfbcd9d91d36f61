-- Sealed facts are some 1.5 to 3 KiB that nothing compresses: they stay in their row, where one look-up
-- finds them, up to half a page, and nobody tries to compress them. Rows written before stay where they
-- are until they are written again.
ALTER TABLE facts_version ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE facts_version SET (toast_tuple_target = 4080);
