"""The save, as one round trip on PostgreSQL. SQLite does the same in `saving_sqlite.py`.

Several statements and not one, so that each sees a fresh snapshot: with a single
`answers || delta`, batches that arrive out of order leave answers that differ from the log.

`delivery_save` is for the role that candidates come through; `delivery_save_at`, which
is told the moment, is for the owner alone: the database's clock decides.
"""

from django.db import migrations

SAVE_AT = """
CREATE FUNCTION delivery_save_at(
    p_attempt uuid, p_device uuid, p_epoch integer, p_events jsonb, p_at timestamptz
) RETURNS TABLE (
    verdict text, state text, rev integer, deadline_at timestamptz,
    server_now timestamptz, heads jsonb, ack jsonb, receipt text
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    a record;
    won record;
    judged text := 'accepted';
    timed_out boolean;
    moment timestamptz;
BEGIN
    SELECT t.id, t.state, t.rev, t.deadline_at, t.grace_s, t.heads, t.receipt,
           t.submit_cause, t.device_id, t.device_epoch
      INTO a FROM delivery_attempt t WHERE t.uuid = p_attempt FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    moment := coalesce(p_at, clock_timestamp());
    timed_out := a.state IN ('submitted', 'scored', 'released')
                 AND a.submit_cause = 'timeout';
    IF a.state <> 'in_progress' AND NOT timed_out THEN
        judged := 'closed';
    ELSIF a.device_id IS DISTINCT FROM p_device OR a.device_epoch <> p_epoch THEN
        judged := 'fenced';
    ELSIF timed_out OR moment > a.deadline_at + make_interval(secs => a.grace_s) THEN
        judged := 'late';
    END IF;

    WITH sent AS (
        SELECT * FROM jsonb_to_recordset(p_events) AS s(
            n integer, seq integer, epoch integer, kind text, slot text, v jsonb,
            mono bigint, wall text, rev integer, fits boolean)
    ), stored AS (
        INSERT INTO delivery_responseevent (
            attempt_id, device_id, seq, epoch, kind, slot, payload, client_mono_ms,
            client_wall, base_rev, received_at, disposition)
        SELECT a.id, p_device, s.seq, s.epoch, s.kind, s.slot, s.v, s.mono, s.wall,
               s.rev, moment,
               CASE WHEN NOT s.fits THEN 'invalid'
                    WHEN judged = 'accepted' AND s.epoch <> p_epoch THEN 'fenced'
                    ELSE judged END
          FROM sent s ORDER BY s.n
        ON CONFLICT (attempt_id, device_id, seq) DO NOTHING
        RETURNING seq, epoch, kind, slot, payload, disposition
    ), newest AS (
        SELECT DISTINCT ON (head) head, e.seq, e.epoch, e.kind, e.slot, e.payload
          FROM stored e, LATERAL (
            SELECT CASE WHEN e.kind = 'flag' THEN '!' || e.slot ELSE e.slot END
          ) AS h(head)
         WHERE e.disposition = 'accepted'
         ORDER BY head, e.epoch DESC, e.seq DESC
    )
    SELECT jsonb_object_agg(w.head, w.epoch || '.' || w.seq) AS heads,
           coalesce(jsonb_object_agg(w.slot, w.payload)
                    FILTER (WHERE w.kind = 'answer'), '{}') AS answers,
           coalesce(jsonb_object_agg(w.slot, w.payload ->> 'text')
                    FILTER (WHERE w.kind = 'text'), '{}') AS texts,
           coalesce(array_agg(w.slot) FILTER (WHERE w.kind = 'clear'), '{}') AS cleared,
           coalesce(jsonb_object_agg(w.slot, true)
                    FILTER (WHERE w.kind = 'flag' AND (w.payload ->> 'on')::boolean),
                    '{}') AS flagged,
           coalesce(array_agg(w.slot) FILTER (
                    WHERE w.kind = 'flag' AND NOT (w.payload ->> 'on')::boolean),
                    '{}') AS unflagged
      INTO won FROM newest w
     WHERE (w.epoch, w.seq) > (
        split_part(coalesce(a.heads ->> w.head, '0.0'), '.', 1)::integer,
        split_part(coalesce(a.heads ->> w.head, '0.0'), '.', 2)::integer);

    IF won.heads IS NOT NULL THEN
        UPDATE delivery_attempt t
           SET answers = (t.answers - won.cleared) || won.answers,
               flags = (t.flags - won.unflagged) || won.flagged,
               heads = t.heads || won.heads, rev = t.rev + 1, saved_at = moment
         WHERE t.id = a.id
        RETURNING t.rev, t.heads INTO a.rev, a.heads;
        IF won.cleared <> '{}' THEN
            DELETE FROM delivery_attempttext t
             WHERE t.attempt_id = a.id AND t.slot = ANY (won.cleared);
        END IF;
        IF won.texts <> '{}' THEN
            INSERT INTO delivery_attempttext AS t (attempt_id, slot, text, rev)
            SELECT a.id, x.key, x.value, a.rev FROM jsonb_each_text(won.texts) x
            ON CONFLICT (attempt_id, slot)
            DO UPDATE SET text = excluded.text, rev = excluded.rev;
        END IF;
    END IF;

    -- What is really stored: a replay after handing in still says 'accepted' for what
    -- was accepted; 'conflict' is a number that another event of the device has taken.
    RETURN QUERY
    SELECT judged, a.state::text, a.rev::integer, a.deadline_at, moment, a.heads,
           coalesce(jsonb_agg(jsonb_build_array(s.seq, CASE
               WHEN e.epoch = s.epoch AND e.kind = s.kind AND e.slot = s.slot
                    AND e.payload IS NOT DISTINCT FROM s.v THEN e.disposition
               ELSE 'conflict' END) ORDER BY s.n), '[]'), a.receipt::text
      FROM jsonb_to_recordset(p_events) AS s(
            n integer, seq integer, epoch integer, kind text, slot text, v jsonb)
      JOIN delivery_responseevent e
        ON e.attempt_id = a.id AND e.device_id = p_device AND e.seq = s.seq;
END $$;
REVOKE ALL ON FUNCTION delivery_save_at FROM PUBLIC;
"""

SAVE = """
CREATE FUNCTION delivery_save(
    p_attempt uuid, p_device uuid, p_epoch integer, p_events jsonb
) RETURNS TABLE (
    verdict text, state text, rev integer, deadline_at timestamptz,
    server_now timestamptz, heads jsonb, ack jsonb, receipt text
) LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT * FROM delivery_save_at(p_attempt, p_device, p_epoch, p_events, NULL)
$$;
"""

# Half of each page stays free, so that rewriting a row moves no index entry.
FILL = "ALTER TABLE delivery_attempt SET (fillfactor = 50);"
UNFILL = "ALTER TABLE delivery_attempt RESET (fillfactor);"


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (FILL, SAVE_AT, SAVE):
            schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION delivery_save(uuid, uuid, integer, jsonb)")
        schema_editor.execute(
            "DROP FUNCTION delivery_save_at(uuid, uuid, integer, jsonb, timestamptz)"
        )
        schema_editor.execute(UNFILL)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
