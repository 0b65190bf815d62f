using SalesProcess.Runtime.Absences;
using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Identity;

namespace SalesProcess.Server.Api;

/// <summary>
/// Whether a stream that was opened with a sign-in may go on: a key that was revoked ends it, and so does a change of whom the reader stands in for, after
/// which he connects anew and sees what he sees then. A token counts until its end, as for every other call.
/// </summary>
internal sealed class StreamRights(Database database, AbsenceService absences)
{
    public bool Hold(Call call) => HasKey(call) && absences.WithStandIns(call.Actor with { StandIns = [] }).StandIns.Select(s => s.AbsenceId).SequenceEqual(call.Actor.StandIns.Select(s => s.AbsenceId));

    private bool HasKey(Call call) =>
        call.Http.Request.Headers[ApiKeyHandler.Header].ToString() is not { Length: > 0 } key || ApiKeyHandler.ActsAs(database, key) == call.Asker.Id;
}
