-- Takes back what tenant-rls-migration.sql did, once that is done to its end.
-- Run it as the owner of the tables, outside of a transaction, and stop at an error:
-- psql -X -v ON_ERROR_STOP=1 -f tenant-rls-migration-undo.sql

-- take back: put the policies of public.invoice into force
begin;
set local lock_timeout = '5s';
alter table "public"."invoice" no force row level security;
alter table "public"."invoice" disable row level security;
commit;

-- take back: put the policies of public.customer into force
begin;
set local lock_timeout = '5s';
alter table "public"."customer" no force row level security;
alter table "public"."customer" disable row level security;
commit;

-- take back: show each tenant its own rows of public.invoice alone
begin;
set local lock_timeout = '5s';
drop policy "tenant_isolation" on "public"."invoice";
drop policy "tenant_floor" on "public"."invoice";
drop policy "tenant_system" on "public"."invoice";
commit;

-- take back: show each tenant its own rows of public.customer alone
begin;
set local lock_timeout = '5s';
drop policy "tenant_isolation" on "public"."customer";
drop policy "tenant_floor" on "public"."customer";
drop policy "tenant_system" on "public"."customer";
commit;

-- take back: have tenant_id of public.invoice be the current tenant and nothing else
begin;
set local lock_timeout = '5s';
create or replace function "public"."tenant_fill_invoice"() returns trigger language plpgsql security definer set search_path = pg_catalog, "public", pg_temp as 'begin
  if new."tenant_id" is null then
    new."tenant_id" := (select (select p."tenant_id" from "public"."customer" as p where p."id" = t."customer_id") from (select new.*) as t);
  elsif tg_op = ''UPDATE'' and new."tenant_id" is not distinct from old."tenant_id" then
    new."tenant_id" := case when new."customer_id" is null then new."tenant_id" else (select (select p."tenant_id" from "public"."customer" as p where p."id" = t."customer_id") from (select new.*) as t) end;
  end if;
  return new;
end
';
create trigger tenant_fill before insert or update of "customer_id" on "public"."invoice" for each row execute function "public"."tenant_fill_invoice"();
commit;

-- take back: have tenant_id of public.customer be the current tenant and nothing else
begin;
set local lock_timeout = '5s';
create or replace function "public"."tenant_fill_customer"() returns trigger language plpgsql security definer set search_path = pg_catalog, "public", pg_temp as 'begin
  if new."tenant_id" is null then
    new."tenant_id" := (select (''aaaaaaaa-0000-4000-8000-00000000000a''::uuid) from (select new.*) as t);
  elsif tg_op = ''UPDATE'' and new."tenant_id" is not distinct from old."tenant_id" then
    new."tenant_id" := case when (select (''aaaaaaaa-0000-4000-8000-00000000000a''::uuid) from (select old.*) as t) is not distinct from (select (''aaaaaaaa-0000-4000-8000-00000000000a''::uuid) from (select new.*) as t) then new."tenant_id" else (select (''aaaaaaaa-0000-4000-8000-00000000000a''::uuid) from (select new.*) as t) end;
  end if;
  return new;
end
';
create trigger tenant_fill before insert or update on "public"."customer" for each row execute function "public"."tenant_fill_customer"();
commit;

-- take back: have invoice_customer_id_fkey of public.invoice compare the tenant
begin;
set local lock_timeout = '5s';
alter table "public"."invoice" drop constraint "invoice_customer_id_fkey";
alter table "public"."invoice" add constraint "invoice_customer_id_fkey" FOREIGN KEY (customer_id) REFERENCES public.customer(id);
commit;

-- take back: have new rows of public.invoice refer to rows of their tenant by invoice_customer_id_fkey
begin;
set local lock_timeout = '5s';
alter table "public"."invoice" drop constraint if exists tenant_rls_c61470e293300bba920422f3dfc1263e;
commit;

-- take back: create the index invoice_tenant_id_idx on public.invoice
begin;
set local lock_timeout = '5s';
drop index if exists "public"."invoice_tenant_id_idx";
commit;

-- take back: create the index customer_tenant_id_id_key on public.customer
begin;
set local lock_timeout = '5s';
drop index if exists "public"."customer_tenant_id_id_key";
commit;

-- take back: set tenant_id of public.invoice not null
begin;
set local lock_timeout = '5s';
alter table "public"."invoice" alter column "tenant_id" drop not null;
commit;

-- take back: set tenant_id of public.customer not null
begin;
set local lock_timeout = '5s';
alter table "public"."customer" alter column "tenant_id" drop not null;
commit;

-- take back: refuse new rows of public.invoice without tenant_id
begin;
set local lock_timeout = '5s';
alter table "public"."invoice" drop constraint if exists tenant_not_null;
commit;

-- take back: refuse new rows of public.customer without tenant_id
begin;
set local lock_timeout = '5s';
alter table "public"."customer" drop constraint if exists tenant_not_null;
commit;

-- take back: add the column tenant_id to public.invoice, and fill it in rows that are inserted meanwhile
begin;
set local lock_timeout = '5s';
drop trigger if exists tenant_fill on "public"."invoice";
drop function if exists "public"."tenant_fill_invoice"();
alter table "public"."invoice" drop column "tenant_id";
commit;

-- take back: add the column tenant_id to public.customer, and fill it in rows that are inserted meanwhile
begin;
set local lock_timeout = '5s';
drop trigger if exists tenant_fill on "public"."customer";
drop function if exists "public"."tenant_fill_customer"();
alter table "public"."customer" drop column "tenant_id";
commit;

-- take back: create the table of the tenants
begin;
set local lock_timeout = '5s';
drop table public.tenants;
commit;
