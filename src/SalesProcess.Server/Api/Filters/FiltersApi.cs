using SalesProcess.Runtime;
using SalesProcess.Runtime.Filters;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Searches that people keep, for themselves or for a group of theirs.</summary>
internal static class FiltersApi
{
    public static void MapFilters(this RouteGroupBuilder api)
    {
        var filters = api.MapGroup("/filters").WithTags("Filters");
        filters.MapGet("", (Call call, FilterReads reads) => reads.List(call))
            .Describe("listFilters", "The saved filters that the caller has or shares, with counts if asked for.")
            .Answers<FilterPage>().Takes(FilterReads.ListParameters).Refuses(RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
        filters.MapPost("", CreateAsync)
            .Describe("createFilter", "Keeps a search. Its query is checked as a search is; it may be shared with a group of the caller's.")
            .Body<SaveFilterDto>().Answers<FilterDto>(StatusCodes.Status201Created).Remakes(CreatedAsync).Refuses(RefusalCodes.LimitReached);
        filters.MapGet("/{id}", (string id, Call call, FilterService service, FilterReads reads) => Find(id, call, service) is { } filter ? Show(filter, call, reads) : NotFound())
            .Describe("getFilter", "A saved filter. The ETag is its revision.")
            .Answers<FilterDto>().Refuses(RefusalCodes.NotFound);
        filters.MapPatch("/{id}", ChangeAsync)
            .Describe("changeFilter", "Changes a filter by a merge patch: only the members that are sent; null clears. If-Match is required. For its owner and administrators.")
            .Accepts<ChangeFilterDto>("application/merge-patch+json", "application/json").Answers<FilterDto>().TakesIfMatch().Remakes(ChangedAsync)
            .Refuses(RefusalCodes.NotFound, RefusalCodes.PreconditionFailed, RefusalCodes.PreconditionRequired);
        filters.MapDelete("/{id}", RemoveAsync)
            .Describe("deleteFilter", "Deletes a filter, for those with whom it is shared too. If-Match is required. For its owner and administrators.")
            .Produces(StatusCodes.Status204NoContent).TakesIfMatch().Refuses(RefusalCodes.NotFound, RefusalCodes.PreconditionFailed, RefusalCodes.PreconditionRequired);
        filters.MapGet("/{id}/tasks", (string id, Call call, FilterService service, FilterReads reads) => Find(id, call, service) is { } filter ? reads.Tasks(filter, call) : NotFound())
            .Describe("findByFilter", "The tasks that the caller finds by a saved filter: what he may see of them, whoever saved it.")
            .Answers<TaskSearchPage>().Takes(FilterReads.TaskParameters)
            .Refuses(RefusalCodes.NotFound, RefusalCodes.FilterOutdated, RefusalCodes.CursorInvalid, RefusalCodes.CursorMismatch);
    }

    private static async Task<Reply> CreateAsync(Call call, FilterService service, CompanyRules rules) =>
        call.TryRead(fields => FilterBody.Read(fields, call.Actor, rules, before: null), required: true, out var content, out var refusal)
            ? await TaskAnswers.AnswerAsync(call, await service.CreateAsync(content, call.Caller, call.Aborted), CreatedAsync)
            : Reply.Of(refusal);

    private static async Task<Reply> ChangeAsync(string id, Call call, FilterService service, CompanyRules rules)
    {
        if (WithoutTag(call) is { } missing)
        {
            return Reply.Of(missing);
        }

        return call.TryParse(out var patch, out var refusal)
            ? await TaskAnswers.AnswerAsync(
                call, await service.ChangeAsync(id, filter => FilterBody.Patched(filter, patch, call.Actor, rules), call.IfMatch(), call.Caller, call.Aborted), ChangedAsync)
            : Reply.Of(refusal);
    }

    private static async Task<Reply> RemoveAsync(string id, Call call, FilterService service)
    {
        if (WithoutTag(call) is { } missing)
        {
            return Reply.Of(missing);
        }

        return await TaskAnswers.AnswerAsync(call, await service.RemoveAsync(id, call.IfMatch(), call.Caller, call.Aborted), (_, _) => Task.FromResult(Reply.NoContent()));
    }

    private static Task<Reply> CreatedAsync(Call call, string id)
    {
        var (filter, reads) = Kept(id, call);
        return Task.FromResult(filter is null ? NotFound() : Reply.Created(reads.View(filter, call), ApiJson.Shared.FilterDto, $"/api/v1/filters/{id}"));
    }

    private static Task<Reply> ChangedAsync(Call call, string id)
    {
        var (filter, reads) = Kept(id, call);
        return Task.FromResult(filter is null ? NotFound() : Show(filter, call, reads));
    }

    // It may have been deleted since, by another call of his or by an administrator.
    private static (SavedFilter? Filter, FilterReads Reads) Kept(string id, Call call)
    {
        var services = call.Http.RequestServices;
        return (Find(id, call, services.GetRequiredService<FilterService>()), services.GetRequiredService<FilterReads>());
    }

    private static SavedFilter? Find(string id, Call call, FilterService service) => service.Find(id, call.Actor);

    private static Reply Show(SavedFilter filter, Call call, FilterReads reads) => Reply.Ok(reads.View(filter, call), ApiJson.Shared.FilterDto, $"\"{filter.Revision}\"");

    private static Reply NotFound() => Reply.Of(Refused.NotFound());

    private static Refusal? WithoutTag(Call call) => call.IfMatchText is not null
        ? null
        : new Refusal(RefusalCodes.PreconditionRequired, "Send the ETag of the filter that you have read in If-Match, or * for any.");
}
