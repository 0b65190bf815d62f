using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>What tasks are found by beside their columns: words, and the fields that forms declare with <c>x-search</c>. Of a secret field there is nothing here.</summary>
internal static class SearchRows
{
    private const string Company = "companyName";
    private const int Depth = 4;
    private const int Batch = 500;

    /// <param name="number">The task's number.</param>
    /// <param name="input">The input of the task's instance, where its customer may stand.</param>
    public static void Add(WriteSession session, long number, UserTask task, TaskForm? form, object? input)
    {
        var data = form is null ? task.Data : form.Split(task.Data).Open;
        session.Execute(
            "INSERT INTO task_texts (rowid, title, title_zh, business_key, company) VALUES ($1, $2, $3, $4, $5)",
            number, SearchTerms.Index(task.Title.En), task.Title.Zh == task.Title.En ? "" : SearchTerms.Index(task.Title.Zh), SearchTerms.Index(task.BusinessKey),
            string.Join(" \n ", Companies(data, Depth).Concat(Companies(input, Depth)).Distinct(StringComparer.Ordinal).Select(SearchTerms.Index)));
        SaveAttributes(session, task.Id, form, data);
    }

    /// <summary>The task has got its data.</summary>
    /// <param name="data">Without its secrets.</param>
    public static void SaveAttributes(WriteSession session, string taskId, TaskForm? form, object? data)
    {
        foreach (var value in form?.SearchValues(data) ?? [])
        {
            session.Execute("INSERT OR REPLACE INTO task_attributes (task_id, name, text, number) VALUES ($1, $2, $3, $4)", taskId, value.Name, value.Text, value.Number);
        }
    }

    /// <summary>One step of indexing the tasks that were there before the index was. It goes on where an interrupted one was.</summary>
    /// <returns>Whether there is more to do.</returns>
    public static bool Fill(WriteSession session, CompanyRules rules)
    {
        if (session.Query("SELECT task FROM task_texts_fill", r => r.GetInt64(0)) is not [var filled])
        {
            return false;
        }

        var tasks = session.Query(
            "SELECT number, document FROM tasks WHERE number > $1 ORDER BY number LIMIT $2", r => (Number: r.GetInt64(0), Task: StoredJson.Read<UserTask>(r.GetString(1))), filled, Batch);
        foreach (var (number, task) in tasks)
        {
            Add(session, number, task, task.FormHash is null ? null : rules.FormByHash(task.FormHash), input: null);
        }

        if (tasks.Count == Batch)
        {
            session.Execute("UPDATE task_texts_fill SET task = $1", tasks[^1].Number);
            return true;
        }

        session.Execute("DELETE FROM task_texts_fill");
        return false;
    }

    private static IEnumerable<string> Companies(object? value, int depth) => depth == 0 || value is not IReadOnlyDictionary<string, object?> map
        ? []
        : map.SelectMany(pair => pair is { Key: Company, Value: string name } ? [name] : Companies(pair.Value, depth - 1));
}
