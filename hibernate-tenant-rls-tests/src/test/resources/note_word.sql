-- The words of docs/explain.md.
-- tag::words[]
create unique index on note (tenant_id, id); -- if it has none
create table note_word (
  tenant_id uuid not null default nullif(current_setting('app.current_tenant', true), '')::uuid,
  word text not null,
  note_id bigint not null,
  primary key (tenant_id, word, note_id),
  foreign key (tenant_id, note_id) references note (tenant_id, id) on delete cascade
);
create index on note_word (tenant_id, note_id);
create function note_words() returns trigger language plpgsql as $$
begin
  delete from note_word where tenant_id = new.tenant_id and note_id = new.id;
  insert into note_word (tenant_id, note_id, word)
    select new.tenant_id, new.id, unnest(tsvector_to_array(to_tsvector('english', new.body)));
  return null;
end $$;
create trigger note_words after insert or update of body on note
  for each row execute function note_words();
-- end::words[]
-- tag::fill[]
insert into note_word (tenant_id, note_id, word)
  select tenant_id, id, unnest(tsvector_to_array(to_tsvector('english', body))) from note;
-- end::fill[]
