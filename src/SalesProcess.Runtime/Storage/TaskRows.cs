using System.Text.Json;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>User tasks in their table: the document, the columns beside it, and the people.</summary>
internal static class TaskRows
{
    public static UserTask? Find(Session session, string id) =>
        session.Find("SELECT document FROM tasks WHERE id = $1", r => StoredJson.Read<UserTask>(r.GetString(0)), id);

    /// <summary>Opens a task. Whoever completed a task that it names in <c>notCompletersOf</c> is excluded from the start.</summary>
    /// <param name="input">The input of its instance, where its customer may stand.</param>
    public static void Open(WriteSession session, CompanyRules rules, OpenUserTask effect, TaskOrigin origin, object? input, Act act)
    {
        var excluded = effect.NotCompletersOf.Count == 0
            ? (IReadOnlyList<Exclusion>)[]
            : session.Query(
                    "SELECT document FROM tasks WHERE root_id = $1 AND is_open = 0 AND completed_by IS NOT NULL AND name IN (SELECT value FROM json_each($2))",
                    r => StoredJson.Read<UserTask>(r.GetString(0)),
                    origin.RootId, JsonSerializer.Serialize(effect.NotCompletersOf))
                .SelectMany(Excluded.Reasons).ToList();
        var from = !effect.NotInitiator
            ? origin
            : origin with { Initiator = session.Query("SELECT started_by FROM instances WHERE id = $1", r => r.IsDBNull(0) ? null : r.GetString(0), origin.RootId).SingleOrDefault() };
        Insert(session, rules, UserTasks.Open(effect, from, rules.Calendars, excluded, rules.Form, effect.BookmarkId, act.At), input, act);
    }

    /// <summary>Writes a task that was not there before.</summary>
    public static void Insert(WriteSession session, CompanyRules rules, UserTask task, object? input, Act act)
    {
        var number = session.Query(
            """
            INSERT INTO tasks
              (id, instance_id, root_id, definition_id, name, status, is_open, assignee, owner, team, priority, due_at, next_at, completed_by, created_at, updated_at, revision, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            RETURNING number
            """,
            r => r.GetInt64(0),
            task.Id, task.InstanceId, task.RootId, task.DefinitionId, task.Name, task.Status.ToString(), task.IsOpen ? 1 : 0, task.Assignee, task.Owner, task.Team, task.Priority,
            task.DueAt?.ToUnixTimeMilliseconds(), NextAt(task), task.CompletedBy, task.CreatedAt.ToUnixTimeMilliseconds(), task.UpdatedAt.ToUnixTimeMilliseconds(), task.Revision,
            StoredJson.Write(task))[0];
        SavePeople(session, task);
        session.Boxes.Move(number, before: null, task, rules.Directory);
        SearchRows.Add(session, number, task, task.FormHash is null ? null : rules.FormByHash(task.FormHash), input);
        AuditRows.OfTask(session, act, before: null, task);
    }

    /// <summary>Writes a task that a rule has advanced.</summary>
    /// <exception cref="StaleException">Somebody else changed it meanwhile.</exception>
    public static void Save(WriteSession session, CompanyRules rules, UserTask before, UserTask task, Act act)
    {
        var numbers = session.Query(
            """
            UPDATE tasks SET status = $3, is_open = $4, assignee = $5, priority = $6, due_at = $7, completed_by = $8, updated_at = $9, revision = $10, document = $11, next_at = $12
            WHERE id = $1 AND revision = $2 RETURNING number
            """,
            r => r.GetInt64(0),
            task.Id, before.Revision, task.Status.ToString(), task.IsOpen ? 1 : 0, task.Assignee, task.Priority, task.DueAt?.ToUnixTimeMilliseconds(), task.CompletedBy,
            task.UpdatedAt.ToUnixTimeMilliseconds(), task.Revision, StoredJson.Write(task), NextAt(task));
        if (numbers is not [var number])
        {
            throw new StaleException($"Task {task.Id} has left revision {before.Revision}.");
        }

        if (!task.IsOpen)
        {
            DraftRows.Remove(session, task.Id);
        }
        else if (task is { DropsDraft: true, Assignee: { } owner } && owner != before.Assignee)
        {
            DraftRows.RemoveOfOthers(session, task.Id, owner);
        }

        if (PeopleChanged(before, task))
        {
            session.Execute("DELETE FROM task_people WHERE task_id = $1", task.Id);
            SavePeople(session, task);
        }

        session.Boxes.Move(number, before, task, rules.Directory);
        AuditRows.OfTask(session, act, before, task);
    }

    /// <summary>Whoever took part in a completed task is excluded from the open tasks that must have somebody else.</summary>
    public static void ExcludeCompleters(WriteSession session, CompanyRules rules, UserTask completed, Act act)
    {
        var open = session.Query(
            "SELECT document FROM tasks WHERE root_id = $1 AND is_open = 1 AND id <> $2",
            r => StoredJson.Read<UserTask>(r.GetString(0)),
            completed.RootId, completed.Id);
        foreach (var task in open)
        {
            var after = Excluded.After(task, completed, completed.UpdatedAt);
            if (!ReferenceEquals(after, task))
            {
                Save(session, rules, task, after, act with { Kind = "exclude" });
            }
        }
    }

    /// <summary>Ends an open task that the flow went on without: Exited if the instance has ended, else Obsolete.</summary>
    /// <param name="decision">How the activity that asked for it ended; what the others decided, if it is a vote.</param>
    public static void Close(WriteSession session, CompanyRules rules, string id, bool instanceEnded, string? decision, Act act)
    {
        if (Find(session, id) is { IsOpen: true } task)
        {
            var decided = task.Approver is null ? null : decision;
            var status = instanceEnded && decided is null ? Tasks.TaskStatus.Exited : Tasks.TaskStatus.Obsolete;
            Save(session, rules, task, task with { Status = status, ClosedFrom = task.Status, Decision = decided, UpdatedAt = act.At, Revision = task.Revision + 1 }, act);
        }
    }

    /// <summary>Takes back what a decision did beside its own task: the tasks that it closed are open again, whom it excluded is not any more, its approval does not count.</summary>
    public static void TakeBack(WriteSession session, CompanyRules rules, UserTask recalled, IEnumerable<string> closed, Act act)
    {
        foreach (var task in closed.Select(id => Find(session, id)).OfType<UserTask>())
        {
            Save(session, rules, task, TaskRules.Reopened(task, act.At), act with { Kind = "reopen" });
        }

        foreach (var task in session.Query(
            "SELECT document FROM tasks WHERE root_id = $1 AND is_open = 1 AND id <> $2", r => StoredJson.Read<UserTask>(r.GetString(0)), recalled.RootId, recalled.Id))
        {
            var free = Excluded.Without(task, recalled, act.At);
            if (!ReferenceEquals(free, task))
            {
                Save(session, rules, task, free, act with { Kind = "include" });
            }
        }

        session.Execute("DELETE FROM approvals WHERE task_id = $1", recalled.Id);
        session.Execute("DELETE FROM secrets WHERE task_id = $1", recalled.Id);
    }

    // The next whole millisecond: a step is never looked for before its time.
    private static long? NextAt(UserTask task) => TaskClock.Next(task) is { } at ? (long)Math.Ceiling((at - DateTimeOffset.UnixEpoch).TotalMilliseconds) : null;

    private static bool PeopleChanged(UserTask before, UserTask after) =>
        !before.CandidateUsers.SequenceEqual(after.CandidateUsers) || !before.CandidateGroups.SequenceEqual(after.CandidateGroups)
        || !before.ExcludedUsers.SequenceEqual(after.ExcludedUsers);

    private static void SavePeople(WriteSession session, UserTask task)
    {
        Insert(session, task.Id, "user", task.CandidateUsers);
        Insert(session, task.Id, "group", task.CandidateGroups);
        Insert(session, task.Id, "excluded", task.ExcludedUsers);
    }

    private static void Insert(WriteSession session, string taskId, string kind, IEnumerable<string> references)
    {
        foreach (var reference in references)
        {
            session.Execute("INSERT OR IGNORE INTO task_people (task_id, kind, reference) VALUES ($1, $2, $3)", taskId, kind, reference);
        }
    }
}
