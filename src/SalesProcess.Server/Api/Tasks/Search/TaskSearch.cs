using System.Text.Json;
using SalesProcess.Runtime;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Finding tasks by what they are and by words.</summary>
internal static class TaskSearch
{
    public static void MapSearch(this RouteGroupBuilder tasks)
    {
        tasks.MapPost("/search", Search)
            .Describe("searchTasks", "Finds tasks by fields, by declared fields of their data and by words of title, business key and company; sorted, in pages, with facets.")
            .Body<SearchTasksDto>(optional: true).Answers<TaskSearchPage>().WithMetadata(new ChangesNothing())
            .Refuses(RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        tasks.MapPost("/count", Count)
            .Describe("countTasks", "Counts the tasks that a search would find.")
            .Body<CountTasksDto>(optional: true).Answers<TaskCountDto>().WithMetadata(new ChangesNothing());
    }

    private static Reply Search(Call call, TaskReads reads, CompanyRules rules) =>
        call.TryRead(body => TaskQuestion.ReadSearch(body, TaskFields.OfData(rules)), required: false, out var question, out var refusal)
            ? reads.Search(question, Asked(call), call)
            : Reply.Of(refusal);

    private static Reply Count(Call call, TaskReads reads, CompanyRules rules) =>
        call.TryRead(body => TaskQuestion.ReadCount(body, TaskFields.OfData(rules)), required: false, out var question, out var refusal)
            ? reads.Count(question, call)
            : Reply.Of(refusal);

    // What a cursor is bound to: all but the page, which may be of another size, and the facets.
    private static string Asked(Call call)
    {
        if (call.Body.Length == 0)
        {
            return "";
        }

        using var body = JsonDocument.Parse(call.Body);
        return string.Join('\n', body.RootElement.EnumerateObject().Where(p => p.Name is "box" or "text" or "filter" or "sort")
            .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}:{JsonSerializer.Serialize(p.Value)}"));
    }
}
