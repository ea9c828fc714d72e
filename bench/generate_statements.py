"""The statements by which PostgreSQL itself makes orders, and all that is kept beside them."""

from sqlalchemy import text

# Chances are out of 997, a prime, so that each meets every shop, basket and hour. What would come
# later than now has not happened. Of each hundred orders six are turned down, taken back or timed
# out, unaccepted. OFFSET 0 keeps the planner from calculating a column each time it is named.
ADD_ORDERS = text(
    """
    INSERT INTO orders (
        id, number, shop_id, shop_name, status, version, items, total, currency,
        customer_name, customer_address, customer_telephone, note,
        placed_at, updated_at, accept_by, received_at, accepted_at, promised_at, ready_at,
        completed_at, closed_reason, ended_at, erased_at
    )
    SELECT
        CAST(
            lpad(to_hex(CAST(extract(epoch FROM placed_at) * 1000 AS bigint)), 12, '0')
            || '7' || substr(random, 1, 3) || '8' || substr(random, 4, 15) AS uuid
        ),
        CAST(1 + floor(since_day_began / (:every_seconds * :shops)) AS bigint),
        'growth-' || shop, 'Shop ' || shop, status,
        2 + num_nonnulls(accepted_at, ready_at, ended_at),
        CASE WHEN erased THEN erased_items ELSE items END, total, :currency,
        CASE WHEN erased THEN '' ELSE 'Customer ' || customer END,
        CASE WHEN erased THEN '' ELSE customer || ' Long Lane, second floor on the left' END,
        CASE WHEN erased THEN '' ELSE '555 ' || lpad(CAST(customer AS text), 7, '0') END,
        CASE WHEN chance % 4 = 0 THEN CASE WHEN erased THEN '' ELSE 'No chopsticks, please' END END,
        placed_at, coalesce(ended_at, ready_at, accepted_at, received_at), accept_by,
        received_at, accepted_at, accepted_at + interval '20 minutes', ready_at,
        CASE WHEN status = 'completed' THEN ended_at END,
        CASE WHEN ended_at IS NOT NULL THEN reason END,
        ended_at,
        CASE WHEN erased THEN ended_at + :personal_data + interval '5 minutes' END
    FROM generate_series(1, :orders) AS n
    CROSS JOIN LATERAL (
        SELECT
            :begins_at + make_interval(secs => :every_seconds * (n - 0.5)) AS placed_at,
            :first_shop + n % :shops AS shop,
            CAST(n AS bigint) * 7919 % 997 AS chance,
            CAST(n AS bigint) * 31 % (1 + :orders / 20) AS customer
        OFFSET 0
    ) AS drawn
    CROSS JOIN LATERAL (
        SELECT
            md5(placed_at || ' ' || shop) AS random,
            extract(epoch FROM placed_at - interval '4 hours' - date_trunc(
                'day', placed_at - interval '4 hours', :timezone
            )) AS since_day_began,
            CASE WHEN chance < 30 THEN 'rejected' WHEN chance < 60 THEN 'cancelled'
                ELSE 'completed' END AS fate,
            CASE WHEN chance < 30 THEN 'sold_out' WHEN chance < 50 THEN 'customer'
                WHEN chance < 60 THEN 'kitchen_timeout' END AS reason,
            placed_at + interval '1 second' AS received_at,
            placed_at + make_interval(mins => :accept_minutes) AS accept_by,
            placed_at + make_interval(secs => 20 + chance % 60) AS decided_at,
            placed_at + make_interval(secs => 500 + chance % 400) AS cooked_at,
            placed_at + make_interval(secs => 1000 + chance % 300) AS fetched_at
        OFFSET 0
    ) AS planned
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN fate = 'completed' AND decided_at <= now() THEN decided_at END AS accepted_at,
            CASE WHEN fate = 'completed' AND cooked_at <= now() THEN cooked_at END AS ready_at,
            CASE fate WHEN 'completed' THEN fetched_at
                ELSE CASE reason WHEN 'kitchen_timeout' THEN accept_by ELSE decided_at END
            END AS ends_at
        OFFSET 0
    ) AS worked_on
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN ends_at <= now() THEN ends_at END AS ended_at,
            CASE WHEN ends_at <= now() THEN fate WHEN ready_at IS NOT NULL THEN 'ready'
                WHEN accepted_at IS NOT NULL THEN 'accepted' ELSE 'placed' END AS status,
            ends_at < now() - :personal_data AS erased
        OFFSET 0
    ) AS happened
    JOIN jsonb_to_recordset(CAST(:baskets AS jsonb))
        AS basket (number int, items jsonb, erased_items jsonb, total bigint)
        ON number = chance % jsonb_array_length(CAST(:baskets AS jsonb))
    """
)

ADD_HISTORY = text(
    """
    INSERT INTO order_history (order_id, version, event, at)
    SELECT id, entry.version, 'order.' || event, at
    FROM orders CROSS JOIN LATERAL (VALUES
        (1, 'placed', placed_at), (2, 'received', received_at), (3, 'accepted', accepted_at),
        (4, 'ready', ready_at), (orders.version, status, ended_at)
    ) AS entry (version, event, at)
    WHERE at IS NOT NULL AND shop_id LIKE 'growth-%'
    """
)

ADD_KEYS = text(
    """
    INSERT INTO idempotency_keys (key, body_hash, order_id, created_at)
    SELECT gen_random_uuid(), sha256(CAST(CAST(id AS text) AS bytea)), id, placed_at
    FROM orders WHERE placed_at > now() - :kept AND shop_id LIKE 'growth-%'
    """
)

ADD_COUNTERS = text(
    """
    INSERT INTO counters (shop_id, business_day, count)
    SELECT shop_id, day, max(CAST(number AS int))
    FROM orders CROSS JOIN LATERAL (
        SELECT CAST((placed_at - interval '4 hours') AT TIME ZONE :timezone AS date) AS day
    ) AS business
    WHERE placed_at > now() - make_interval(days => :days + 2) AND day >= current_date - :days
        AND shop_id LIKE 'growth-%'
    GROUP BY shop_id, day
    """
)

# Indexes and keys, each with what makes it again, in that order: foreign keys stand on others.
INDEXES = text(
    """
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
            pg_get_constraintdef(oid)) AS make,
        contype = 'f' AS last
    FROM pg_constraint
    WHERE contype IN ('p', 'f') AND CAST(CAST(conrelid AS regclass) AS text) = ANY(:tables)
    UNION ALL
    SELECT format('DROP INDEX %I', indexname), indexdef, false FROM pg_indexes
    WHERE schemaname = 'public' AND tablename = ANY(:tables)
        AND indexname NOT IN (SELECT conname FROM pg_constraint)
    ORDER BY last
    """
)
