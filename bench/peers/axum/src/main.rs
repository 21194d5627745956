//! peer [pipeline]: three endpoints of the service, on its tables; see bench/README.md.
mod database;
mod form;
mod measurement;

use axum::{
    extract::{Path, Query as Parameters, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt,
    Json, Router,
};
use database::{Database, Failure, Query};
use form::{Form, Kept, NewForm, STATUSES};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{env, sync::Arc};
use tokio_postgres::types::{Json as Jsonb, ToSql};

struct Peer {
    database: Database,
    person: i64,
}

#[derive(Serialize)]
struct One<'a> {
    success: bool,
    message: &'static str,
    data: Form<'a>,
}

#[derive(Serialize)]
struct Pagination {
    page: i64,
    per_page: i64,
    total: i64,
    pages: i64,
    total_is_exact: bool,
}

#[derive(Serialize)]
struct Many<'a> {
    success: bool,
    message: &'static str,
    data: Vec<Form<'a>>,
    pagination: Pagination,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filter {
    status: String,
}

/// An outage, or a fault of the peer's.
struct Fault(Failure);

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Fault(failure)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        refusal(StatusCode::INTERNAL_SERVER_ERROR, json!({}))
    }
}

fn refusal(status: StatusCode, errors: serde_json::Value) -> Response {
    (status, Json(json!({"success": false, "errors": errors}))).into_response()
}

async fn read(State(peer): State<Arc<Peer>>, Path(id): Path<i64>) -> Result<Response, Fault> {
    let rows = peer.database.query(Query::Read, &[&id]).await?;
    let Some(row) = rows.first() else {
        return Ok(refusal(StatusCode::NOT_FOUND, json!({})));
    };
    let message = "Wheel specification fetched successfully.";
    Ok(Json(One {
        success: true,
        message,
        data: Form::of(row),
    })
    .into_response())
}

async fn list(State(peer): State<Arc<Peer>>, Parameters(filter): Parameters<Filter>) -> Result<Response, Fault> {
    let Some((status, _)) = STATUSES
        .iter()
        .find(|(stored, _)| stored.eq_ignore_ascii_case(&filter.status))
    else {
        return Ok(refusal(
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({"status": "no such status"}),
        ));
    };
    let rows = peer.database.query(Query::List, &[status]).await?;
    let (most, per_page) = (10_000, 20);
    let counted: i64 = rows.first().map_or(0, |row| row.get("total"));
    let total = counted.min(most);
    let pages = (total + per_page - 1) / per_page;
    let pagination = Pagination {
        page: 1,
        per_page,
        total,
        pages,
        total_is_exact: counted <= most,
    };
    let message = "Filtered wheel specifications fetched successfully.";
    Ok(Json(Many {
        success: true,
        message,
        data: rows.iter().map(Form::of).collect(),
        pagination,
    })
    .into_response())
}

async fn create(State(peer): State<Arc<Peer>>, Json(form): Json<NewForm>) -> Result<Response, Fault> {
    let measurements = match form.checked() {
        Ok(measurements) => measurements,
        Err(errors) => return Ok(refusal(StatusCode::UNPROCESSABLE_ENTITY, json!(errors))),
    };
    let kept = Jsonb(Kept::of(&form, peer.person));
    let mut values: Vec<&(dyn ToSql + Sync)> = vec![&peer.person, &form.form_number, &form.submitted_date, &kept];
    for written in &measurements {
        let sizes = &written.sizes;
        values.extend([
            &written.text as &(dyn ToSql + Sync),
            &sizes.nominal,
            &sizes.low,
            &sizes.high,
        ]);
    }
    let rows = peer.database.query(Query::Create, &values).await?;
    let Some(row) = rows.first() else {
        return Ok(refusal(
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({"formNumber": "in use already"}),
        ));
    };
    let message = "Wheel specification submitted successfully.";
    Ok((
        StatusCode::CREATED,
        Json(One {
            success: true,
            message,
            data: Form::of(row),
        }),
    )
        .into_response())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let pipeline = env::args().nth(1).as_deref() == Some("pipeline");
    let person = env::var("PEER_USER")?.parse()?;
    let peer = Arc::new(Peer {
        database: Database::open(pipeline).await?,
        person,
    });
    let router = Router::new()
        .route("/api/forms/wheel-specifications", get(list).post(create))
        .route("/api/forms/wheel-specifications/{id}", get(read))
        .with_state(peer);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("is ready at http://{}", listener.local_addr()?);
    let at_once = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    Ok(axum::serve(at_once, router).await?)
}
