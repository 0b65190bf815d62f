using SalesProcess.Runtime;
using SalesProcess.Runtime.Absences;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Absences and who stands in.</summary>
internal static class DelegationsApi
{
    public static void MapDelegations(this RouteGroupBuilder api)
    {
        var delegations = api.MapGroup("/delegations").WithTags("Delegations");
        delegations.MapGet("", List)
            .Describe("listDelegations", "The absences that have not ended, of the caller, for the caller, and of the people he manages; all of them for administrators and auditors.")
            .Answers<DelegationPage>();
        delegations.MapPost("", CreateAsync)
            .Describe("createDelegation", "Says who is away from when to when, and who does his tasks meanwhile.")
            .Body<CreateDelegationDto>().Answers<DelegationDto>(StatusCodes.Status201Created).Remakes(CreatedAsync)
            .Refuses(RefusalCodes.PermissionMissing, RefusalCodes.FormInvalid, RefusalCodes.DueInPast, RefusalCodes.DelegationCycle);
        delegations.MapDelete("/{id}", EndAsync)
            .Describe("endDelegation", "Ends an absence. What the substitute has taken over and not done is handed back.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalCodes.NotFound, RefusalCodes.PermissionMissing);
    }

    private static Reply List(Call call, AbsenceService absences, CompanyRules rules, TimeProvider clock) => Reply.Ok(
        new DelegationPage([.. absences.All.Where(a => IsSeen(a, call, rules)).Select(a => View(a, clock))], null), ApiJson.Shared.DelegationPage);

    private static async Task<Reply> CreateAsync(Call call, AbsenceService absences, TimeProvider clock)
    {
        if (!call.TryRead(Read, required: true, out var command, out var refusal))
        {
            return Reply.Of(refusal);
        }

        var now = clock.GetUtcNow();
        var answer = await absences.CreateAsync(
            id => new Absence(id, command.Principal ?? call.Actor.Id, command.Substitute, command.From ?? now, command.To, command.Definition, command.Stage), call.Caller, call.Aborted);
        return await TaskAnswers.AnswerAsync(call, answer, CreatedAsync);
    }

    private static CreateDelegationDto Read(BodyFields f)
    {
        var to = f.Time("to", required: true);
        return new CreateDelegationDto(
            f.Text("substitute", required: true) ?? "", to ?? DateTimeOffset.MinValue, f.Text("principal"), f.Time("from"), f.Text("definition"), f.Text("stage"));
    }

    private static async Task<Reply> EndAsync(string id, Call call, AbsenceService absences, CompanyRules rules)
    {
        if (absences.All.FirstOrDefault(a => a.Id == id) is not { } absence || !IsSeen(absence, call, rules))
        {
            return Reply.Of(Refused.NotFound());
        }

        if (!absence.MayArrange(call.Actor, rules.Directory))
        {
            return Reply.Of(Refused.PermissionMissing($"{call.Actor.Id} may not end the absence of {absence.Principal}. {absence.Principal} may, his managers and administrators."));
        }

        await absences.EndAsync(absence, call.Actor.Id, call.Aborted);
        return Reply.NoContent();
    }

    private static Task<Reply> CreatedAsync(Call call, string id)
    {
        var services = call.Http.RequestServices;
        var absence = services.GetRequiredService<AbsenceService>().All.FirstOrDefault(a => a.Id == id);
        return Task.FromResult(absence is null
            ? Reply.Of(Refused.NotFound())
            : Reply.Created(View(absence, services.GetRequiredService<TimeProvider>()), ApiJson.Shared.DelegationDto, $"/api/v1/delegations/{id}"));
    }

    private static bool IsSeen(Absence absence, Call call, CompanyRules rules) =>
        call.Asker.SeesAll || absence.Substitute == call.Actor.Id || absence.MayArrange(call.Actor, rules.Directory);

    private static DelegationDto View(Absence a, TimeProvider clock) =>
        new(a.Id, a.Principal, a.Substitute, a.From, a.To, a.DefinitionId, a.StageId, a.From <= clock.GetUtcNow() && clock.GetUtcNow() < a.To);
}
