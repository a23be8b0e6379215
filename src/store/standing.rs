//! Says in SQL which events of attendance stand: a condition that many statements share.

/// The condition that event `e` stands: it takes nothing back, and nothing takes it back.
macro_rules! stands {
    () => {
        "e.kind <> 'undo' AND NOT EXISTS (SELECT 1 FROM attendance_event u
    WHERE u.participant_id = e.participant_id AND u.session_id = e.session_id
      AND u.undoes = e.uuid)"
    };
}

pub(super) use stands;
