using SalesProcess.Server.Identity;

namespace SalesProcess.Server.Api;

/// <summary>Who sees what, as part of the queries, so that counts, pages and cursors know of nothing else.</summary>
internal static class Visibility
{
    private const string In = "IN (SELECT value FROM json_each({0}))";

    /// <summary>
    /// An instance (alias i): its owner, his managers, its team, whoever started the deal, and everybody who is or was concerned by one of the deal's tasks.
    /// </summary>
    public static SqlQuery VisibleInstances(this SqlQuery query, Asker asker)
    {
        if (asker.SeesAll)
        {
            return query;
        }

        var me = query.Bind(asker.Id);
        var groups = List(query, asker.Groups);
        return query.Where(
            $"""
            (i.owner = {me} OR i.team {List(query, asker.Teams)} OR i.owner {List(query, asker.Managed)}
             OR i.started_by = {me} OR EXISTS (SELECT 1 FROM instances r WHERE r.id = i.root_id AND r.started_by = {me})
             OR EXISTS (SELECT 1 FROM tasks t WHERE t.root_id = i.root_id AND (t.assignee = {me} OR t.completed_by = {me} OR {IsCandidate(me, groups)})))
            """);
    }

    /// <summary>A task (alias t), as <see cref="SalesProcess.Tasks.TaskRules.CanSee"/> says it for one.</summary>
    public static SqlQuery VisibleTasks(this SqlQuery query, Asker asker) => asker.SeesAll ? query : query.Where(BoxQueries.Holds(query, AskedBox.All, asker));

    /// <summary>An open task that is with somebody who is away or open to him, neither of the two being excluded; as TaskRules says it for one.</summary>
    public static string OfTheAbsent(SqlQuery query, Asker asker) =>
        $"""
        (t.is_open = 1 AND EXISTS (SELECT 1 FROM json_each({query.Bind(asker.StandIns)}) s
          WHERE NOT EXISTS (SELECT 1 FROM json_each(s.value, '$.definitionIds') d WHERE d.value <> t.definition_id)
            AND NOT EXISTS (SELECT 1 FROM json_each(s.value, '$.stageIds') d WHERE d.value IS NOT json_extract(t.document, '$.stageId'))
            AND NOT EXISTS (SELECT 1 FROM task_people x WHERE x.task_id = t.id AND x.kind = 'excluded' AND x.reference IN ({query.Bind(asker.Id)}, s.value ->> 'principal'))
            AND (t.assignee = s.value ->> 'principal' OR (t.assignee IS NULL AND EXISTS (SELECT 1 FROM task_people p WHERE p.task_id = t.id
              AND ((p.kind = 'user' AND p.reference = s.value ->> 'principal') OR (p.kind = 'group' AND p.reference IN (SELECT value FROM json_each(s.value, '$.groups')))))))
            AND (json_extract(t.document, '$.approver') IS NULL OR json_extract(t.document, '$.approver') IN (SELECT value FROM json_each({query.Bind(asker.Groups)}))
              OR NOT EXISTS (SELECT 1 FROM task_people g WHERE g.task_id = t.id AND g.kind = 'group' AND g.reference = json_extract(t.document, '$.approver')))))
        """;

    /// <summary>That the asker watches a task (alias t), whether he sees it still or not.</summary>
    public static string Watched(SqlQuery query, Asker asker) => $"t.id IN (SELECT w.task_id FROM watchers w WHERE w.user = {query.Bind(asker.Id)})";

    private static string IsCandidate(string me, string groups) =>
        $"EXISTS (SELECT 1 FROM task_people p WHERE p.task_id = t.id AND ((p.kind = 'user' AND p.reference = {me}) OR (p.kind = 'group' AND p.reference {groups})))";

    private static string List(SqlQuery query, string json) => In.Replace("{0}", query.Bind(json), StringComparison.Ordinal);
}
